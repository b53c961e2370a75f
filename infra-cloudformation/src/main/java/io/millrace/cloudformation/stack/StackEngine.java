package io.millrace.cloudformation.stack;

import io.millrace.cloudformation.evaluate.ValueSources;
import io.millrace.cloudformation.resource.ResourceHandlers;
import io.millrace.cloudformation.resource.StackIdentity;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

/**
 * Creates, updates and deletes stacks. A call checks everything that can be checked, notes the operation and returns; the work goes on
 * in the background and shows in the stack's status and events. One operation at a time on a stack. Thread-safe.
 *
 * <p>Refusals are {@link StackException}s in CloudFormation's words.
 */
public final class StackEngine implements AutoCloseable {
    private static final List<StackStatus> UPDATABLE = List.of(
            StackStatus.CREATE_COMPLETE,
            StackStatus.UPDATE_COMPLETE,
            StackStatus.UPDATE_FAILED,
            StackStatus.UPDATE_ROLLBACK_COMPLETE);

    /** docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStacks.html: deleted stacks are shown for 90 days. */
    private static final Duration DELETED_KEPT = Duration.ofDays(90);

    private final StackStore store;
    private final ResourceHandlers handlers;
    private final StackEngineSettings settings;
    private final InstantSource clock;
    private final EngineParts parts;
    private final StackInputs inputs;
    private final RunningStacks running;
    private final ChangeSets changeSets;

    /** An engine over a store. {@link #recover} once before the first call. */
    public StackEngine(
            StackStore store,
            ResourceHandlers handlers,
            ValueSources sources,
            StackRights rights,
            StackNotifications notifications,
            StackEngineSettings settings,
            InstantSource clock) {
        this.store = store;
        this.handlers = handlers;
        this.settings = settings;
        this.clock = clock;
        this.parts = new EngineParts(store, clock);
        this.inputs = new StackInputs(handlers, sources, rights, parts);
        this.running = new RunningStacks(
                store, notifications, parts, new HandlerCalls(handlers, sources, rights), settings.parallelResources());
        this.changeSets = new ChangeSets(this, store, inputs, handlers, clock);
    }

    /** Takes up every operation that a server has left half done. */
    public synchronized void recover() {
        forgetOld();
        store.stacks().stream().filter(Stack::isInProgress).forEach(running::recover);
    }

    private void forgetOld() {
        Instant oldest = clock.instant().minus(DELETED_KEPT);
        store.stacks().stream()
                .filter(stack -> !stack.isActive()
                        && stack.deleted().filter(oldest::isAfter).isPresent())
                .forEach(stack -> store.forget(stack.id()));
    }

    /** What changes sets can be made and executed by. */
    public ChangeSets changeSets() {
        return changeSets;
    }

    /** Begins to create a stack and gives it. */
    public synchronized Stack create(String name, StackInput input, StackOptions options) {
        Optional<Stack> existing = store.findActive(name);
        if (existing.isPresent()) {
            if (isRepeated(existing.get(), options.token(), StackOperation.Kind.CREATE)) {
                return existing.get();
            }
            throw new StackException(StackException.Code.ALREADY_EXISTS, "Stack [" + name + "] already exists");
        }
        StackIdentity identity = identity(name);
        StackInputs.Prepared prepared =
                inputs.prepare(identity, input, Optional.empty(), Capabilities.Expansion.AT_ONCE);
        Stack stack = empty(identity, StackStatus.CREATE_IN_PROGRESS);
        return begin(create(stack, prepared, options));
    }

    /** The beginning of a creation of a stack that is empty or under review. */
    Stack create(Stack stack, StackInputs.Prepared prepared, StackOptions options) {
        StackPolicy.parse(options.policy());
        return stack.change()
                .status(StackStatus.CREATE_IN_PROGRESS, "User Initiated")
                .operation(operation(StackOperation.Kind.CREATE, Optional.of(prepared.version()), options))
                .imports(prepared.plan().imports())
                .policy(options.policy())
                .terminationProtection(options.terminationProtection() || stack.terminationProtection())
                .done();
    }

    /** Begins to update a stack and gives it. */
    public synchronized Stack update(String nameOrId, StackInput input, StackOptions options) {
        Stack stack = activeStack(nameOrId);
        if (isRepeated(stack, options.token(), StackOperation.Kind.UPDATE)) {
            return stack;
        }
        checkUpdatable(stack);
        StackInputs.Prepared prepared =
                inputs.prepare(stack.identity(), input, stack.version(), Capabilities.Expansion.AT_ONCE);
        if (stack.status() != StackStatus.UPDATE_FAILED && !hasChanges(stack, prepared)) {
            throw StackException.invalid("No updates are to be performed.");
        }
        return begin(update(stack, prepared, options));
    }

    Stack update(Stack stack, StackInputs.Prepared prepared, StackOptions options) {
        StackPolicy.parse(options.policy());
        StackPolicy.parse(options.temporaryPolicy());
        Stack.Change change = stack.change()
                .status(StackStatus.UPDATE_IN_PROGRESS, "User Initiated")
                .updated(clock.instant())
                .operation(operation(StackOperation.Kind.UPDATE, Optional.of(prepared.version()), options));
        // What the stack has imported so far it needs until the update is complete.
        change.imports(Stream.concat(stack.imports().stream(), prepared.plan().imports().stream())
                .distinct()
                .toList());
        return (options.policy().isEmpty() ? change : change.policy(options.policy())).done();
    }

    static void checkUpdatable(Stack stack) {
        if (!UPDATABLE.contains(stack.status())) {
            throw StackException.invalid(
                    "Stack:" + stack.id() + " is in " + stack.status() + " state and can not be updated.");
        }
    }

    boolean hasChanges(Stack stack, StackInputs.Prepared prepared) {
        ChangePlanner planner = new ChangePlanner(
                prepared.plan(), prepared.version(), stack.version(), store.resources(stack.id()), handlers);
        if (!planner.changes().isEmpty() || !planner.outputs().equals(stack.outputs())) {
            return true;
        }
        StackVersion before = stack.version().orElse(prepared.version());
        return !before.tags().equals(prepared.version().tags())
                || !before.notificationArns().equals(prepared.version().notificationArns());
    }

    /** Begins to delete a stack. One that is not there is no error. */
    public synchronized void delete(String nameOrId, List<String> retained, String token, String roleArn) {
        Optional<Stack> found = find(nameOrId);
        if (found.isEmpty() || !found.get().isActive() || found.get().status() == StackStatus.DELETE_IN_PROGRESS) {
            return;
        }
        Stack stack = found.get();
        forgetOld();
        if (stack.terminationProtection()) {
            throw StackException.invalid(
                    "Stack [" + stack.name() + "] cannot be deleted while TerminationProtection is enabled");
        }
        if (stack.isInProgress()) {
            throw StackException.invalid(
                    "Stack [" + stack.name() + "] cannot be deleted while in status " + stack.status());
        }
        if (!retained.isEmpty() && stack.status() != StackStatus.DELETE_FAILED) {
            throw StackException.invalid("Invalid operation on stack [" + stack.id()
                    + "]. Specify RetainResources only while the stack is in the DELETE_FAILED state");
        }
        EngineParts.exportsOf(stack.outputs()).keySet().forEach(name -> parts.refuseIfUsed(name, "deleted"));
        StackOperation operation = operation(
                        StackOperation.Kind.DELETE,
                        Optional.empty(),
                        new StackOptions(token, OnFailure.ROLLBACK, "", "", Optional.empty(), false))
                .passingOver(retained);
        Stack.Change doomed = stack.change()
                .status(StackStatus.DELETE_IN_PROGRESS, "User Initiated")
                .operation(operation);
        // The role that made the resources, or the one given now, is to delete them, also of a creation that failed.
        stack.shownVersion().map(version -> version.with(roleArn)).ifPresent(doomed::version);
        begin(doomed.done());
    }

    /** Gives up a running update, which is then rolled back. */
    public synchronized void cancelUpdate(String nameOrId) {
        Stack stack = activeStack(nameOrId);
        if (stack.status() != StackStatus.UPDATE_IN_PROGRESS) {
            throw StackException.invalid("CancelUpdateStack cannot be called from current stack status");
        }
        change(stack, next -> next.operation(stack.operation().orElseThrow().cancel()));
    }

    /** Takes a roll-back up again that failed, leaving some resources as they are. */
    public synchronized void continueRollback(String nameOrId, List<String> skipped, String token) {
        Stack stack = activeStack(nameOrId);
        if (stack.status() != StackStatus.UPDATE_ROLLBACK_FAILED) {
            throw StackException.invalid(
                    "Stack:" + stack.id() + " is in " + stack.status() + " state and can not continue rolling back.");
        }
        StackOperation operation = operation(
                        StackOperation.Kind.ROLLBACK,
                        stack.version(),
                        new StackOptions(token, OnFailure.ROLLBACK, "", "", Optional.empty(), false))
                .passingOver(skipped);
        begin(stack.change()
                .status(StackStatus.UPDATE_ROLLBACK_IN_PROGRESS, "User Initiated")
                .operation(operation)
                .done());
    }

    /** Sets the stack policy. */
    public synchronized void setPolicy(String nameOrId, String policy) {
        StackPolicy.parse(policy);
        change(activeStack(nameOrId), next -> next.policy(policy));
    }

    /** Protects a stack from deletion, or ends that. */
    public synchronized Stack setProtection(String nameOrId, Protection protection) {
        return change(activeStack(nameOrId), next -> next.terminationProtection(protection == Protection.PROTECTED));
    }

    /** Whether a stack can be deleted. */
    public enum Protection {
        /** It cannot. */
        PROTECTED,
        /** It can. */
        NONE
    }

    private Stack change(Stack stack, UnaryOperator<Stack.Change> change) {
        return running.change(stack.id(), change);
    }

    /** The stack of a name, if it is active, or of an ARN. */
    public Optional<Stack> find(String nameOrId) {
        return nameOrId.startsWith("arn:") ? store.findById(nameOrId) : store.findActive(nameOrId);
    }

    private Stack activeStack(String nameOrId) {
        return find(nameOrId)
                .filter(Stack::isActive)
                .filter(stack -> stack.status() != StackStatus.REVIEW_IN_PROGRESS)
                .orElseThrow(() -> StackException.invalid("Stack [" + nameOrId + "] does not exist"));
    }

    StackIdentity identity(String name) {
        StackNames.check(name);
        String id = "arn:aws:cloudformation:" + settings.region() + ":" + settings.accountId() + ":stack/" + name + "/"
                + UUID.randomUUID();
        return new StackIdentity(name, id, settings.accountId(), settings.region());
    }

    Stack empty(StackIdentity identity, StackStatus status) {
        return new Stack(
                identity,
                status,
                "User Initiated",
                clock.instant(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                List.of(),
                false,
                "",
                "");
    }

    private StackOperation operation(StackOperation.Kind kind, Optional<StackVersion> target, StackOptions options) {
        return new StackOperation(
                UUID.randomUUID().toString(),
                kind,
                options.token(),
                target,
                options.onFailure(),
                options.temporaryPolicy(),
                options.timeout().map(timeout -> clock.instant().plus(timeout)),
                List.of(),
                false);
    }

    private static boolean isRepeated(Stack stack, String token, StackOperation.Kind kind) {
        return !token.isEmpty()
                && stack.operation()
                        .filter(operation -> operation.token().equals(token) && operation.kind() == kind)
                        .isPresent();
    }

    private Stack begin(Stack stack) {
        return begin(stack, StackWrite.of(stack, Journal.event(stack, clock)));
    }

    /** Notes the beginning of an operation and lets it run. */
    Stack begin(Stack stack, StackWrite write) {
        store.write(write);
        running.begin(stack);
        return stack;
    }

    @Override
    public void close() {
        running.close();
    }
}
