package io.millrace.cloudformation.resource;

/**
 * The stack that a resource belongs to, and where it is.
 *
 * @param id the stack's ARN
 */
public record StackIdentity(String name, String id, String accountId, String region) {}
