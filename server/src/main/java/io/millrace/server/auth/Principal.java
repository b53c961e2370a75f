package io.millrace.server.auth;

/**
 * Who made a verified request.
 *
 * @param accessKeyId the key that signed it
 * @param arn whose key that is
 * @param region the region it was signed for
 * @param service the signing name of the service it was signed for
 */
public record Principal(String accessKeyId, String arn, String region, String service) {}
