package io.millrace.cloudformation.stack;

import io.millrace.cloudformation.evaluate.Output;
import io.millrace.cloudformation.resource.StackIdentity;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

/**
 * A stack, also a deleted one.
 *
 * @param identity name, ARN and place
 * @param reason why it has this status; empty if that needs no words
 * @param version what it is; empty while it is created or only under review
 * @param operation what is being done or was done last
 * @param imports the exports of other stacks that it uses
 * @param policy the stack policy's JSON; empty if there is none
 * @param changeSetId of the change set that made it what it is; empty if none did
 */
public record Stack(
        StackIdentity identity,
        StackStatus status,
        String reason,
        Instant created,
        Optional<Instant> updated,
        Optional<Instant> deleted,
        Optional<StackVersion> version,
        Optional<StackOperation> operation,
        Map<String, Output> outputs,
        List<String> imports,
        boolean terminationProtection,
        String policy,
        String changeSetId) {
    /** Copies, and keeps the orders. */
    public Stack {
        outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
        imports = List.copyOf(imports);
    }

    /** The stack's ARN. */
    public String id() {
        return identity.id();
    }

    /** The stack's name. */
    public String name() {
        return identity.name();
    }

    /** Whether it is there, as opposed to deleted. */
    public boolean isActive() {
        return status != StackStatus.DELETE_COMPLETE;
    }

    /** Whether something is being done to it. */
    public boolean isInProgress() {
        return status.toString().endsWith("_IN_PROGRESS") && status != StackStatus.REVIEW_IN_PROGRESS;
    }

    /** What it is or, while it has never been complete, what it is to become. */
    public Optional<StackVersion> shownVersion() {
        return version.isPresent() ? version : operation.flatMap(StackOperation::target);
    }

    /** The role of what is being done to it, or else its own; empty for none. */
    String roleArn() {
        return operation
                .flatMap(StackOperation::target)
                .or(() -> version)
                .map(StackVersion::roleArn)
                .orElse("");
    }

    Change change() {
        return new Change(this);
    }

    /** A copy in the making. */
    static final class Change {
        private final Stack from;
        private StackStatus status;
        private String reason;
        private Optional<Instant> updated;
        private Optional<Instant> deleted;
        private Optional<StackVersion> version;
        private Optional<StackOperation> operation;
        private Map<String, Output> outputs;
        private List<String> imports;
        private boolean terminationProtection;
        private String policy;
        private String changeSetId;

        private Change(Stack from) {
            this.from = from;
            this.status = from.status;
            this.reason = from.reason;
            this.updated = from.updated;
            this.deleted = from.deleted;
            this.version = from.version;
            this.operation = from.operation;
            this.outputs = from.outputs;
            this.imports = from.imports;
            this.terminationProtection = from.terminationProtection;
            this.policy = from.policy;
            this.changeSetId = from.changeSetId;
        }

        Change status(StackStatus value, String why) {
            this.status = value;
            this.reason = why;
            return this;
        }

        Change updated(Instant value) {
            this.updated = Optional.of(value);
            return this;
        }

        Change deleted(Instant value) {
            this.deleted = Optional.of(value);
            return this;
        }

        Change version(StackVersion value) {
            this.version = Optional.of(value);
            return this;
        }

        Change operation(StackOperation value) {
            this.operation = Optional.of(value);
            return this;
        }

        Change outputs(Map<String, Output> value) {
            this.outputs = value;
            return this;
        }

        Change imports(List<String> value) {
            this.imports = value;
            return this;
        }

        Change terminationProtection(boolean value) {
            this.terminationProtection = value;
            return this;
        }

        Change policy(String value) {
            this.policy = value;
            return this;
        }

        Change changeSetId(String value) {
            this.changeSetId = value;
            return this;
        }

        Stack done() {
            return new Stack(
                    from.identity,
                    status,
                    reason,
                    from.created,
                    updated,
                    deleted,
                    version,
                    operation,
                    outputs,
                    imports,
                    terminationProtection,
                    policy,
                    changeSetId);
        }
    }
}
