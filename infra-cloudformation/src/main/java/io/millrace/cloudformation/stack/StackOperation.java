package io.millrace.cloudformation.stack;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is being done to a stack, or was done last.
 *
 * @param id made for this operation alone
 * @param token the caller's {@code ClientRequestToken}; empty if there was none
 * @param target what the stack is to become; empty for a deletion
 * @param temporaryPolicy the stack policy during this update instead of the stack's own; empty if there is none
 * @param deadline when the creation has failed if it is not complete
 * @param passedOver resources that a deletion retains or that the continuing of a roll-back leaves as they are
 * @param cancelled whether the user has given the update up
 */
public record StackOperation(
        String id,
        Kind kind,
        String token,
        Optional<StackVersion> target,
        OnFailure onFailure,
        String temporaryPolicy,
        Optional<Instant> deadline,
        List<String> passedOver,
        boolean cancelled) {
    /** Copies the list. */
    public StackOperation {
        passedOver = List.copyOf(passedOver);
    }

    /** The kinds of operations. */
    public enum Kind {
        /** Makes a stack. */
        CREATE,
        /** Changes it. */
        UPDATE,
        /** Takes a failed update's roll-back up again. */
        ROLLBACK,
        /** Removes it. */
        DELETE
    }

    StackOperation passingOver(List<String> names) {
        return new StackOperation(id, kind, token, target, onFailure, temporaryPolicy, deadline, names, cancelled);
    }

    StackOperation cancel() {
        return new StackOperation(id, kind, token, target, onFailure, temporaryPolicy, deadline, passedOver, true);
    }
}
