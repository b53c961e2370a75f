package io.millrace.cloudformation.stack;

import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetStatus;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.ExecutionStatus;

/**
 * What an update or a creation would do, to be looked at before it is done.
 *
 * @param id its ARN
 * @param reason why it failed; empty if it did not
 * @param target what the stack is to become
 */
public record ChangeSet(
        String id,
        String name,
        String stackId,
        String stackName,
        ChangeSetType type,
        ChangeSetStatus status,
        ExecutionStatus execution,
        String reason,
        String description,
        StackVersion target,
        List<ResourceChange> changes,
        OnFailure onFailure,
        Instant created,
        String token) {
    /** Copies the list. */
    public ChangeSet {
        changes = List.copyOf(changes);
    }

    ChangeSet with(ExecutionStatus newExecution) {
        return new ChangeSet(
                id,
                name,
                stackId,
                stackName,
                type,
                status,
                newExecution,
                reason,
                description,
                target,
                changes,
                onFailure,
                created,
                token);
    }
}
