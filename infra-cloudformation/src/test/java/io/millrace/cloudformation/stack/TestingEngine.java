package io.millrace.cloudformation.stack;

import static org.awaitility.Awaitility.await;

import io.millrace.cloudformation.evaluate.DynamicReference;
import io.millrace.cloudformation.evaluate.ValueSources;
import io.millrace.cloudformation.resource.ResourceException;
import io.millrace.cloudformation.resource.StackIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** An engine over a small cloud, which can die and come back. */
final class TestingEngine implements AutoCloseable {
    final Faults faults = new Faults();
    final TestingCloud cloud = new TestingCloud(faults);
    final MemoryStackStore store = new MemoryStackStore(faults);
    final List<String> published = new CopyOnWriteArrayList<>();
    final Set<String> roles = ConcurrentHashMap.newKeySet();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private StackEngine engine = engine();

    /** Lets a role be refused from now on. */
    void refuse(String roleArn) {
        refused.add(roleArn);
    }

    /** Sets the engine's clock on. */
    void pass(Duration time) {
        ahead.updateAndGet(time::plus);
    }

    private StackEngine engine() {
        return new StackEngine(
                store,
                cloud.handlers(),
                new Sources(),
                new NotedRights(),
                (topic, event) -> published.add(topic + " " + event.logicalId() + " " + event.status()),
                new StackEngineSettings("000000000000", "us-east-1", 4),
                () -> Instant.now().plus(ahead.get()));
    }

    /** Notes the roles that handlers were called with. */
    private final class NotedRights implements StackRights {
        @Override
        public <T> T call(StackIdentity stack, String roleArn, Supplier<T> call) {
            roles.add(roleArn);
            if (refused.contains(roleArn)) {
                throw new ResourceException("The role " + roleArn + " is refused");
            }
            return call.get();
        }
    }

    private static final class Sources implements ValueSources {
        @Override
        public Optional<String> parameter(String name) {
            return Optional.ofNullable(Map.of("/size", "7").get(name));
        }

        @Override
        public Optional<String> resolve(DynamicReference reference) {
            return Optional.ofNullable(Map.of("/secret", "hunter2").get(reference.name()));
        }

        @Override
        public boolean exists(String type, String value) {
            return false;
        }
    }

    StackEngine get() {
        return engine;
    }

    static StackInput input(String template, String... parameters) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < parameters.length; i += 2) {
            values.put(parameters[i], parameters[i + 1]);
        }
        return new StackInput(
                Optional.of(template), values, Set.of(), Optional.empty(), List.of(), Optional.empty(), "");
    }

    Stack create(String template, String... parameters) {
        engine.create("s", input(template, parameters), StackOptions.of(OnFailure.ROLLBACK));
        return settle();
    }

    Stack update(String template, String... parameters) {
        engine.update("s", input(template, parameters), StackOptions.of(OnFailure.ROLLBACK));
        return settle();
    }

    Stack delete() {
        engine.delete("s", List.of(), "", "");
        return settle();
    }

    /** Waits until nothing is being done to the newest stack called s. */
    Stack settle() {
        await().atMost(Duration.ofSeconds(20))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .dontCatchUncaughtExceptions()
                .until(() -> faults.isDead() || !newest().isInProgress());
        return newest();
    }

    Stack newest() {
        return store.stacks().stream()
                .filter(stack -> stack.name().equals("s"))
                .findFirst()
                .orElseThrow();
    }

    /** A new process over what the dead one left. */
    Stack restart() {
        engine.close();
        faults.revive();
        engine = engine();
        engine.recover();
        return settle();
    }

    /** {@code LOGICALID STATUS REASON}, the oldest first. */
    List<String> events() {
        List<String> lines = new ArrayList<>();
        store.events(newest().id())
                .forEach(event ->
                        lines.add(0, (event.logicalId() + " " + event.status() + " " + event.reason()).strip()));
        return lines;
    }

    @Override
    public void close() {
        engine.close();
    }
}
