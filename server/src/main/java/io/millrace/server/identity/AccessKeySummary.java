package io.millrace.server.identity;

import java.time.Instant;
import java.util.Optional;

/**
 * What may be told of an access key.
 *
 * @param id the public part
 * @param userName whose key it is
 * @param arn the user's ARN
 * @param status {@code Active}, {@code Inactive} or {@code Expired}
 * @param createdAt when it was made
 * @param validUntil when a rotated key ends
 * @param policy what the user's policy is: {@code administrator}, {@code own} or {@code none}
 */
public record AccessKeySummary(
        String id,
        String userName,
        String arn,
        String status,
        Instant createdAt,
        Optional<Instant> validUntil,
        String policy) {}
