package io.millrace.cloudformation.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

/** A server that dies before or after every single write and call; the next one finds either the old stack or the new one. */
final class TestStackRecovery {
    private static final String OLD = """
            Resources:
              A:
                Type: Test::Cloud::Named
                Properties: {Name: a, Size: 1}
              B:
                Type: Test::Cloud::Numbered
                Properties: {Parent: !GetAtt A.Arn, Fixed: x}
              Gone:
                Type: Test::Cloud::Named
                Properties: {Name: gone, Parent: !Ref A}
            """;
    /** A is changed in place, B is replaced, one goes, one comes. */
    private static final String NEW = """
            Resources:
              A:
                Type: Test::Cloud::Named
                Properties: {Name: a, Size: 2}
              B:
                Type: Test::Cloud::Numbered
                Properties: {Parent: !GetAtt A.Arn, Fixed: y}
              Added:
                Type: Test::Cloud::Named
                DependsOn: B
                Properties: {Name: added, Parent: !GetAtt A.Arn}
            """;

    private static final List<String> NOTHING = List.of();
    private static final List<String> OLD_THINGS = List.of(
            "{\"Name\":\"a\",\"Size\":1}",
            "{\"Name\":\"gone\",\"Parent\":\"a\"}",
            "{\"Parent\":\"arn:a\",\"Fixed\":\"x\"}");
    private static final List<String> NEW_THINGS = List.of(
            "{\"Name\":\"a\",\"Size\":2}",
            "{\"Name\":\"added\",\"Parent\":\"arn:a\"}",
            "{\"Parent\":\"arn:a\",\"Fixed\":\"y\"}");

    @Test
    void completesACreation() {
        int deaths = everyDeath(engine -> {}, engine -> engine.create(OLD), StackStatus.CREATE_COMPLETE, OLD_THINGS);

        assertThat(deaths).isGreaterThan(15);
    }

    @Test
    void completesARollbackOfACreation() {
        everyDeath(
                engine -> engine.cloud.fail("create B"),
                engine -> engine.create(OLD),
                StackStatus.ROLLBACK_COMPLETE,
                NOTHING);
    }

    @Test
    void completesAnUpdate() {
        int deaths = everyDeath(
                engine -> engine.create(OLD), engine -> engine.update(NEW), StackStatus.UPDATE_COMPLETE, NEW_THINGS);

        assertThat(deaths).isGreaterThan(25);
    }

    @Test
    void completesARollbackOfAnUpdate() {
        int deaths = everyDeath(
                engine -> {
                    engine.create(OLD);
                    engine.cloud.fail("create Added");
                },
                engine -> engine.update(NEW),
                StackStatus.UPDATE_ROLLBACK_COMPLETE,
                OLD_THINGS);

        assertThat(deaths).isGreaterThan(25);
    }

    @Test
    void completesADeletion() {
        everyDeath(engine -> engine.create(OLD), TestingEngine::delete, StackStatus.DELETE_COMPLETE, NOTHING);
    }

    /** Lets it die once at every step there is; gives how many there are. */
    private static int everyDeath(
            Consumer<TestingEngine> before, Consumer<TestingEngine> operation, StackStatus end, List<String> things) {
        for (int step = 0; ; step++) {
            try (TestingEngine engine = new TestingEngine()) {
                before.accept(engine);
                List<String> untouched = things(engine);
                engine.faults.dieAt(step);
                boolean noted = true;
                try {
                    operation.accept(engine);
                } catch (Faults.Death e) {
                    // The call itself was never answered; what it noted decides.
                    noted = false;
                }
                if (!engine.faults.isDead()) {
                    return step;
                }
                boolean begun = engine.store.stacks().stream().anyMatch(Stack::isInProgress);
                if (engine.store.stacks().isEmpty()) {
                    assertThat(noted).isFalse();
                    continue;
                }
                Stack stack = engine.restart();
                if (noted || begun) {
                    assertThat(stack.status())
                            .as("death %s: %s", step, engine.events())
                            .isEqualTo(end);
                    assertThat(things(engine))
                            .as("death %s: %s", step, engine.events())
                            .isEqualTo(things);
                } else {
                    assertThat(things(engine)).isEqualTo(untouched);
                }
            }
        }
    }

    private static List<String> things(TestingEngine engine) {
        return engine.cloud.things().values().stream().sorted().toList();
    }
}
