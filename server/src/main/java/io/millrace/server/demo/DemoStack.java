package io.millrace.server.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;

/** One stack, brought to what a template says, through CloudFormation's API alone. */
final class DemoStack {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Capability[] CAPABILITIES = {Capability.CAPABILITY_IAM, Capability.CAPABILITY_AUTO_EXPAND};

    /** What no update can repair: a creation that failed. */
    private static final Set<String> BROKEN = Set.of("ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED");

    private final CloudFormationClient stacks;
    private final String name;

    DemoStack(CloudFormationClient stacks, String name) {
        this.stacks = stacks;
        this.name = name;
    }

    /** Creates or updates the stack and waits for it. Fails with the reason of the resource that failed. */
    void deploy(String template, List<Parameter> parameters) {
        // What a demo that died has begun is taken up by the server.
        Optional<Stack> existing = settled();
        if (existing.isPresent() && BROKEN.contains(existing.get().stackStatusAsString())) {
            stacks.deleteStack(request -> request.stackName(name));
            existing = settled();
        }
        if (existing.isEmpty()) {
            stacks.createStack(request -> request.stackName(name)
                    .templateBody(template)
                    .parameters(parameters)
                    .capabilities(CAPABILITIES));
        } else if (!update(template, parameters)) {
            return;
        }
        String status = settled().map(Stack::stackStatusAsString).orElse("gone");
        if (!status.equals("CREATE_COMPLETE") && !status.equals("UPDATE_COMPLETE")) {
            throw new IllegalStateException("The stack " + name + " ended " + status + ": " + reason());
        }
    }

    /** Deletes the stack if there is one, and waits for it. */
    void delete() {
        if (settled().isPresent()) {
            stacks.deleteStack(request -> request.stackName(name));
            settled().ifPresent(stack -> {
                throw new IllegalStateException(
                        "The stack " + name + " ended " + stack.stackStatusAsString() + ": " + reason());
            });
        }
    }

    /** False if there is nothing to change. */
    private boolean update(String template, List<Parameter> parameters) {
        try {
            stacks.updateStack(request -> request.stackName(name)
                    .templateBody(template)
                    .parameters(parameters)
                    .capabilities(CAPABILITIES));
            return true;
        } catch (CloudFormationException e) {
            if (Objects.toString(e.awsErrorDetails().errorMessage()).contains("No updates are to be performed")) {
                return false;
            }
            throw e;
        }
    }

    /** The stack when nothing is being done to it; empty if there is none. */
    Optional<Stack> settled() {
        Instant deadline = Instant.now().plus(PATIENCE);
        Optional<Stack> found = find();
        while (found.filter(stack -> stack.stackStatusAsString().endsWith("_IN_PROGRESS"))
                .isPresent()) {
            if (Instant.now().isAfter(deadline)) {
                throw new IllegalStateException(
                        "The stack " + name + " has not come to rest in " + PATIENCE.toMinutes() + " minutes.");
            }
            pause();
            found = find();
        }
        return found;
    }

    private Optional<Stack> find() {
        try {
            return stacks.describeStacks(request -> request.stackName(name)).stacks().stream()
                    .findFirst();
        } catch (CloudFormationException e) {
            if (Objects.toString(e.awsErrorDetails().errorMessage()).contains("does not exist")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private String reason() {
        return stacks.describeStackEvents(request -> request.stackName(name)).stackEvents().stream()
                .filter(event -> event.resourceStatusAsString().endsWith("_FAILED"))
                .min(Comparator.comparing(StackEvent::timestamp))
                .map(event -> event.logicalResourceId() + ": " + event.resourceStatusReason())
                .orElse("its events do not say why");
    }

    private static void pause() {
        try {
            // Nobody counts this latch down: awaiting it is a pause that an interrupt ends.
            new CountDownLatch(1).await(POLL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The demo was interrupted.", e);
        }
    }
}
