package io.millrace.cloudformation.stack;

import java.time.Instant;

/**
 * Something that happened to a stack or one of its resources.
 *
 * @param logicalId the stack's name for the stack itself
 * @param status a {@code ResourceStatus} or, for the stack, a {@code StackStatus}
 * @param reason empty if that needs no words
 * @param token of the operation, if its caller gave one
 */
public record StackEvent(
        String id,
        String stackId,
        String stackName,
        String logicalId,
        String physicalId,
        String type,
        String status,
        String reason,
        Instant time,
        String token) {}
