package io.millrace.cloudformation.stack;

import io.millrace.cloudformation.resource.ResourceHandlers;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetStatus;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.ExecutionStatus;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

/** Makes, executes and deletes change sets. A change set is complete when the call that makes it returns. Thread-safe. */
public final class ChangeSets {
    /** What CloudFormation says of a change set without changes; clients look for these words. */
    static final String NO_CHANGES = "The submitted information didn't contain changes. Submit different information to"
            + " create a change set.";

    private final StackEngine engine;
    private final StackStore store;
    private final StackInputs inputs;
    private final ResourceHandlers handlers;
    private final InstantSource clock;

    ChangeSets(
            StackEngine engine, StackStore store, StackInputs inputs, ResourceHandlers handlers, InstantSource clock) {
        this.engine = engine;
        this.store = store;
        this.inputs = inputs;
        this.handlers = handlers;
        this.clock = clock;
    }

    /**
     * What a change set is called.
     *
     * @param description empty for none
     * @param token the same for a repetition of the same call; empty if the caller gives none
     */
    public record Label(String name, String description, String token) {}

    /** Makes a change set that creates a stack, which is under review until it is executed. */
    public ChangeSet forCreation(String stackName, Label label, StackInput input, OnFailure onFailure) {
        synchronized (engine) {
            Optional<Stack> existing = store.findActive(stackName);
            if (existing.isPresent() && existing.get().status() != StackStatus.REVIEW_IN_PROGRESS) {
                throw StackException.invalid(
                        "Stack [" + stackName + "] already exists and cannot be created again with the" + " changeSet ["
                                + label.name() + "].");
            }
            Optional<ChangeSet> repeated = existing.flatMap(stack -> repeated(stack, label));
            if (repeated.isPresent()) {
                return repeated.get();
            }
            Stack stack =
                    existing.orElseGet(() -> engine.empty(engine.identity(stackName), StackStatus.REVIEW_IN_PROGRESS));
            StackInputs.Prepared prepared =
                    inputs.prepare(stack.identity(), input, Optional.empty(), Capabilities.Expansion.SHOWN_FIRST);
            if (existing.isEmpty()) {
                store.write(StackWrite.of(stack, Journal.event(stack, clock)));
            }
            return make(stack, ChangeSetType.CREATE, label, prepared, onFailure);
        }
    }

    /** Makes a change set that updates a stack. */
    public ChangeSet forUpdate(String nameOrId, Label label, StackInput input, OnFailure onFailure) {
        synchronized (engine) {
            Stack stack = engine.find(nameOrId)
                    .filter(Stack::isActive)
                    .orElseThrow(() -> StackException.invalid("Stack [" + nameOrId + "] does not exist"));
            Optional<ChangeSet> repeated = repeated(stack, label);
            if (repeated.isPresent()) {
                return repeated.get();
            }
            StackEngine.checkUpdatable(stack);
            StackInputs.Prepared prepared =
                    inputs.prepare(stack.identity(), input, stack.version(), Capabilities.Expansion.SHOWN_FIRST);
            return make(stack, ChangeSetType.UPDATE, label, prepared, onFailure);
        }
    }

    private Optional<ChangeSet> repeated(Stack stack, Label label) {
        StackNames.check("changeSetName", label.name());
        Optional<ChangeSet> same = store.changeSets(stack.id()).stream()
                .filter(changeSet -> changeSet.name().equals(label.name()))
                .findFirst();
        if (same.isPresent() && (label.token().isEmpty() || !same.get().token().equals(label.token()))) {
            throw new StackException(
                    StackException.Code.ALREADY_EXISTS, "ChangeSet " + label.name() + " already exists");
        }
        return same;
    }

    private ChangeSet make(
            Stack stack, ChangeSetType type, Label label, StackInputs.Prepared prepared, OnFailure onFailure) {
        StackNames.check("changeSetName", label.name());
        List<ResourceChange> changes = new ChangePlanner(
                        prepared.plan(), prepared.version(), stack.version(), store.resources(stack.id()), handlers)
                .changes();
        boolean empty = type == ChangeSetType.UPDATE && !engine.hasChanges(stack, prepared);
        String arn = "arn:aws:cloudformation:" + stack.identity().region() + ":"
                + stack.identity().accountId() + ":changeSet/" + label.name() + "/" + UUID.randomUUID();
        ChangeSet changeSet = new ChangeSet(
                arn,
                label.name(),
                stack.id(),
                stack.name(),
                type,
                empty ? ChangeSetStatus.FAILED : ChangeSetStatus.CREATE_COMPLETE,
                empty ? ExecutionStatus.UNAVAILABLE : ExecutionStatus.AVAILABLE,
                empty ? NO_CHANGES : "",
                label.description(),
                prepared.version(),
                changes,
                onFailure,
                clock.instant(),
                label.token());
        store.write(new StackWrite(List.of(), List.of(), List.of(), List.of(changeSet), List.of()));
        return changeSet;
    }

    /** The change set of an ARN, or of a name and its stack. */
    public ChangeSet find(String nameOrArn, String stackNameOrId) {
        return candidates(nameOrArn, stackNameOrId).stream()
                .filter(changeSet ->
                        changeSet.id().equals(nameOrArn) || changeSet.name().equals(nameOrArn))
                .findFirst()
                .orElseThrow(() -> new StackException(
                        StackException.Code.CHANGE_SET_NOT_FOUND, "ChangeSet [" + nameOrArn + "] does not exist"));
    }

    private List<ChangeSet> candidates(String nameOrArn, String stackNameOrId) {
        if (nameOrArn.startsWith("arn:")) {
            return store.stacks().stream()
                    .flatMap(stack -> store.changeSets(stack.id()).stream())
                    .toList();
        }
        if (stackNameOrId.isEmpty()) {
            throw StackException.invalid("StackName must be specified if ChangeSetName is not specified as an ARN.");
        }
        return list(stackNameOrId);
    }

    /** The change sets of a stack, the newest first. */
    public List<ChangeSet> list(String stackNameOrId) {
        Stack stack = engine.find(stackNameOrId)
                .orElseThrow(() -> StackException.invalid("Stack [" + stackNameOrId + "] does not exist"));
        return store.changeSets(stack.id());
    }

    /** Begins what a change set says. The stack's other change sets are obsolete then, and are removed. */
    public Stack execute(String nameOrArn, String stackNameOrId, StackOptions options) {
        synchronized (engine) {
            ChangeSet changeSet = find(nameOrArn, stackNameOrId);
            Stack stack = store.findById(changeSet.stackId()).orElseThrow();
            if (changeSet.execution() == ExecutionStatus.EXECUTE_COMPLETE
                    && !options.token().isEmpty()
                    && stack.operation()
                            .filter(op -> op.token().equals(options.token()))
                            .isPresent()) {
                return stack;
            }
            if (changeSet.execution() != ExecutionStatus.AVAILABLE) {
                throw new StackException(
                        StackException.Code.INVALID_CHANGE_SET_STATUS,
                        "ChangeSet [" + changeSet.id() + "] cannot be executed in its current status of ["
                                + changeSet.status() + "]");
            }
            return begin(changeSet, stack, options);
        }
    }

    private Stack begin(ChangeSet changeSet, Stack stack, StackOptions options) {
        StackOptions chosen = new StackOptions(
                options.token(),
                options.onFailure() == OnFailure.ROLLBACK ? changeSet.onFailure() : options.onFailure(),
                "",
                "",
                options.timeout(),
                false);
        StackInputs.Prepared prepared = inputs.reread(stack.identity(), changeSet.target());
        Stack begun;
        if (changeSet.type() == ChangeSetType.CREATE) {
            begun = engine.create(stack, prepared, chosen);
        } else {
            StackEngine.checkUpdatable(stack);
            begun = engine.update(stack, prepared, chosen);
        }
        begun = begun.change().changeSetId(changeSet.id()).done();
        List<String> obsolete = store.changeSets(stack.id()).stream()
                .map(ChangeSet::id)
                .filter(id -> !id.equals(changeSet.id()))
                .toList();
        return engine.begin(
                begun,
                new StackWrite(
                        List.of(begun),
                        List.of(),
                        List.of(Journal.event(begun, clock)),
                        List.of(changeSet.with(ExecutionStatus.EXECUTE_COMPLETE)),
                        obsolete));
    }

    /** Deletes a change set; one that is not there is no error. A stack that it alone had under review stays so. */
    public void delete(String nameOrArn, String stackNameOrId) {
        synchronized (engine) {
            ChangeSet changeSet;
            try {
                changeSet = find(nameOrArn, stackNameOrId);
            } catch (StackException e) {
                if (e.code() == StackException.Code.CHANGE_SET_NOT_FOUND) {
                    return;
                }
                throw e;
            }
            if (changeSet.execution() == ExecutionStatus.EXECUTE_COMPLETE
                    && engine.find(changeSet.stackId())
                            .filter(Stack::isInProgress)
                            .isPresent()) {
                throw new StackException(
                        StackException.Code.INVALID_CHANGE_SET_STATUS,
                        "ChangeSet [" + changeSet.id() + "] cannot be deleted in its current status of ["
                                + changeSet.execution() + "]");
            }
            store.write(new StackWrite(List.of(), List.of(), List.of(), List.of(), List.of(changeSet.id())));
        }
    }
}
