package io.millrace.cloudformation.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.cloudformation.evaluate.Output;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudformation.model.ResourceStatus;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

/** Stacks over a small cloud. */
final class TestStackEngine {
    static final String TWO = """
            Parameters:
              Size: {Type: String, Default: "1"}
            Resources:
              A:
                Type: Test::Cloud::Named
                Properties: {Name: a, Size: !Ref Size}
              B:
                Type: Test::Cloud::Numbered
                Properties: {Parent: !GetAtt A.Arn, Fixed: !Ref A}
            Outputs:
              Arn: {Value: !GetAtt A.Arn, Export: {Name: !Sub "${AWS::StackName}-arn"}}
            """;

    private final TestingEngine engine = new TestingEngine();

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void callsHandlersWithTheStacksRoleUntilAnotherIsGiven() {
        engine.get().create("s", withRole("arn:first"), StackOptions.of(OnFailure.ROLLBACK));
        engine.settle();
        assertThat(engine.roles).containsExactly("arn:first");

        engine.get().update("s", TestingEngine.input(TWO, "Size", "2"), StackOptions.of(OnFailure.ROLLBACK));
        assertThat(engine.settle().status()).isEqualTo(StackStatus.UPDATE_COMPLETE);
        assertThat(engine.roles).as("the stack keeps its role").containsExactly("arn:first");

        engine.get().delete("s", List.of(), "", "arn:second");
        engine.settle();
        assertThat(engine.roles).containsExactlyInAnyOrder("arn:first", "arn:second");
    }

    @Test
    void forgetsDeletedStacksAfterNinetyDays() {
        engine.create(TWO);
        engine.delete();
        String id = engine.newest().id();
        assertThat(engine.store.events(id)).isNotEmpty();
        engine.pass(Duration.ofDays(89));
        engine.get().recover();
        assertThat(engine.store.stacks()).hasSize(1);
        engine.pass(Duration.ofDays(2));
        engine.get().recover();
        assertThat(engine.store.stacks()).isEmpty();
        assertThat(engine.store.events(id)).isEmpty();
    }

    private StackInput withRole(String role) {
        StackInput input = TestingEngine.input(TWO);
        return new StackInput(
                input.templateBody(),
                input.parameters(),
                input.previous(),
                input.tags(),
                input.capabilities(),
                input.notificationArns(),
                role);
    }

    @Test
    void createsInTheOrderOfTheGraphAndDeletesInTheOpposite() {
        Stack stack = engine.create(TWO);

        assertThat(stack.status()).isEqualTo(StackStatus.CREATE_COMPLETE);
        assertThat(engine.cloud.things())
                .isEqualTo(Map.of(
                        "a", "{\"Name\":\"a\",\"Size\":\"1\"}", "id-0", "{\"Parent\":\"arn:a\",\"Fixed\":\"a\"}"));
        assertThat(stack.outputs()).isEqualTo(Map.of("Arn", new Output("arn:a", "", Optional.of("s-arn"))));
        assertThat(engine.events())
                .containsExactly(
                        "s CREATE_IN_PROGRESS User Initiated",
                        "A CREATE_IN_PROGRESS",
                        "A CREATE_COMPLETE",
                        "B CREATE_IN_PROGRESS",
                        "B CREATE_COMPLETE",
                        "s CREATE_COMPLETE");

        assertThat(engine.delete().status()).isEqualTo(StackStatus.DELETE_COMPLETE);
        assertThat(engine.cloud.things()).isEmpty();
        assertThat(engine.cloud.calls()).containsExactly("create A", "create B", "delete B", "delete A");
        assertThat(engine.get().find("s")).isEmpty();
    }

    @Test
    void createsInParallelWithinItsBound() {
        CountDownLatch gate = new CountDownLatch(1);
        engine.cloud.waitFor(gate);
        StringBuilder template = new StringBuilder("Resources:\n");
        for (int i = 0; i < 9; i++) {
            template.append("  R").append(i).append(": {Type: 'Test::Cloud::Numbered'}\n");
        }
        engine.get().create("s", TestingEngine.input(template.toString()), StackOptions.of(OnFailure.ROLLBACK));
        await().until(() -> engine.cloud.mostActive() == 4);
        gate.countDown();

        assertThat(engine.settle().status()).isEqualTo(StackStatus.CREATE_COMPLETE);
        assertThat(engine.cloud.mostActive()).isEqualTo(4);
        assertThat(engine.cloud.things()).hasSize(9);
    }

    @Test
    void rollsAFailedCreationBackAndSaysWhy() {
        engine.cloud.fail("create B");
        Stack stack = engine.create(TWO);

        assertThat(stack.status()).isEqualTo(StackStatus.ROLLBACK_COMPLETE);
        assertThat(engine.cloud.things()).isEmpty();
        assertThat(engine.events())
                .contains(
                        "B CREATE_FAILED create B was refused",
                        "s ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [B]. Rollback requested by user.");
        assertThatThrownBy(() -> engine.update(TWO))
                .hasMessage("Stack:" + stack.id() + " is in ROLLBACK_COMPLETE state and can not be updated.");
    }

    @Test
    void deletesAFailedCreationIfAsked() {
        engine.cloud.fail("create B");
        engine.get().create("s", TestingEngine.input(TWO), StackOptions.of(OnFailure.DELETE));

        assertThat(engine.settle().status()).isEqualTo(StackStatus.DELETE_COMPLETE);
    }

    @Test
    void leavesAFailedCreationIfAsked() {
        engine.cloud.fail("create B");
        engine.get().create("s", TestingEngine.input(TWO), StackOptions.of(OnFailure.DO_NOTHING));

        assertThat(engine.settle().status()).isEqualTo(StackStatus.CREATE_FAILED);
        assertThat(engine.cloud.things()).containsOnlyKeys("a");
        assertThat(engine.delete().status()).isEqualTo(StackStatus.DELETE_COMPLETE);
        assertThat(engine.cloud.things()).isEmpty();
    }

    @Test
    void changesInPlaceWhatCanBe() {
        engine.create(TWO);
        Stack stack = engine.update(TWO, "Size", "2");

        assertThat(stack.status()).isEqualTo(StackStatus.UPDATE_COMPLETE);
        assertThat(engine.cloud.calls()).containsExactly("create A", "create B", "update A");
        assertThat(engine.cloud.things()).containsEntry("a", "{\"Name\":\"a\",\"Size\":\"2\"}");
    }

    @Test
    void replacesNewBeforeOldAndCleansUp() {
        engine.create(TWO);
        Stack stack = engine.update(TWO.replace("Name: a", "Name: other"));

        assertThat(stack.status()).isEqualTo(StackStatus.UPDATE_COMPLETE);
        assertThat(engine.cloud.calls())
                .containsExactly("create A", "create B", "create A", "create B", "delete B", "delete A");
        assertThat(engine.cloud.things()).containsOnlyKeys("other", "id-1");
        assertThat(engine.events())
                .contains(
                        "A UPDATE_IN_PROGRESS Requested update requires the creation of a new physical resource; hence"
                                + " creating one.");
    }

    @Test
    void doesNotReplaceWhatKeepsItsName() {
        engine.create(TWO);
        Stack stack = engine.update(TWO.replace("Name: a,", "Name: a, Fixed: x,"));

        assertThat(stack.status()).isEqualTo(StackStatus.UPDATE_ROLLBACK_COMPLETE);
        assertThat(engine.events())
                .contains("A UPDATE_FAILED CloudFormation cannot update a stack when a custom-named resource requires"
                        + " replacing. Rename a and update the stack again.");
        assertThat(engine.cloud.things()).containsOnlyKeys("a", "id-0");
    }

    @Test
    void rollsAFailedUpdateBackToWhatWas() {
        engine.create(TWO);
        Map<String, String> before = engine.cloud.things();
        engine.cloud.fail("create C");
        Stack stack = engine.update(TWO.replace("Name: a", "Name: other")
                .replace("Outputs:", """
              C:
                Type: Test::Cloud::Named
                DependsOn: B
            Outputs:
            """.stripTrailing().indent(0)));

        assertThat(stack.status()).isEqualTo(StackStatus.UPDATE_ROLLBACK_COMPLETE);
        assertThat(engine.cloud.things()).isEqualTo(before);
        assertThat(stack.version().orElseThrow().templateBody()).isEqualTo(TWO);
        assertThat(engine.events())
                .contains(
                        "C CREATE_FAILED create C was refused",
                        "s UPDATE_ROLLBACK_IN_PROGRESS The following resource(s) failed to update: [C].");
    }

    @Test
    void putsChangesInPlaceBack() {
        engine.create(TWO);
        Map<String, String> before = engine.cloud.things();
        engine.cloud.fail("create B");
        Stack stack = engine.update(TWO.replace("Fixed: !Ref A", "Fixed: y"), "Size", "2");

        assertThat(stack.status()).isEqualTo(StackStatus.UPDATE_ROLLBACK_COMPLETE);
        assertThat(engine.cloud.things()).isEqualTo(before);
        assertThat(engine.cloud.calls()).endsWith("update A", "create B", "update A");
    }

    @Test
    void goesOnWithARollbackThatFailed() {
        engine.create(TWO);
        Map<String, String> before = engine.cloud.things();
        engine.cloud.fail("create B", "update A");
        // The first change of A is let through only until B fails.
        engine.cloud.heal();
        engine.cloud.fail("create B");
        CountDownLatch gate = new CountDownLatch(0);
        engine.cloud.waitFor(gate);
        engine.get()
                .update(
                        "s",
                        TestingEngine.input(TWO.replace("Fixed: !Ref A", "Fixed: y"), "Size", "2"),
                        StackOptions.of(OnFailure.DO_NOTHING));
        assertThat(engine.settle().status()).isEqualTo(StackStatus.UPDATE_FAILED);
        engine.cloud.fail("update A");
        assertThat(engine.update(TWO.replace("Fixed: !Ref A", "Fixed: z"), "Size", "3")
                        .status())
                .isEqualTo(StackStatus.UPDATE_ROLLBACK_FAILED);
        engine.cloud.heal();
        engine.get().continueRollback("s", List.of(), "");

        assertThat(engine.settle().status()).isEqualTo(StackStatus.UPDATE_ROLLBACK_COMPLETE);
        assertThat(engine.cloud.things()).isEqualTo(before);
    }

    @Test
    void removesWhatTheTemplateDropsUnlessItIsRetained() {
        engine.create("""
                Resources:
                  A: {Type: Test::Cloud::Named, Properties: {Name: a}}
                  B: {Type: Test::Cloud::Named, Properties: {Name: b}}
                  C: {Type: Test::Cloud::Named, DeletionPolicy: Retain, Properties: {Name: c}}
                """);
        engine.update("Resources:\n  A: {Type: Test::Cloud::Named, Properties: {Name: a}}\n");

        assertThat(engine.cloud.things()).containsOnlyKeys("a", "c");
    }

    @Test
    void makesOneOfTwoResourcesWithOneName() {
        Stack stack = engine.create("""
                Resources:
                  A: {Type: Test::Cloud::Named, Properties: {Name: a}}
                  B: {Type: Test::Cloud::Named, Properties: {Name: a}}
                """);

        assertThat(stack.status()).isEqualTo(StackStatus.ROLLBACK_COMPLETE);
        assertThat(engine.cloud.things()).isEmpty();
        assertThat(engine.events()).anyMatch(event -> event.endsWith("CREATE_FAILED a already exists"));
    }

    @Test
    void refusesASecondUpdateAndGivesUpTheFirst() {
        engine.create(TWO);
        CountDownLatch gate = new CountDownLatch(1);
        engine.cloud.waitFor(gate);
        engine.get()
                .update(
                        "s",
                        TestingEngine.input(TWO.replace("Fixed: !Ref A", "Fixed: y"), "Size", "2"),
                        StackOptions.of(OnFailure.ROLLBACK));

        assertThatThrownBy(() -> engine.get()
                        .update("s", TestingEngine.input(TWO, "Size", "3"), StackOptions.of(OnFailure.ROLLBACK)))
                .hasMessageContaining("is in UPDATE_IN_PROGRESS state and can not be updated.");
        engine.get().cancelUpdate("s");
        gate.countDown();
        assertThat(engine.settle().status()).isEqualTo(StackStatus.UPDATE_ROLLBACK_COMPLETE);
        assertThat(engine.events()).contains("s UPDATE_ROLLBACK_IN_PROGRESS User Initiated");
        assertThat(engine.cloud.things()).containsEntry("a", "{\"Name\":\"a\",\"Size\":\"1\"}");
    }

    @Test
    void doesARepeatedCallOnce() {
        StackOptions token = new StackOptions("t1", OnFailure.ROLLBACK, "", "", Optional.empty(), false);
        Stack first = engine.get().create("s", TestingEngine.input(TWO), token);
        engine.settle();

        assertThat(engine.get().create("s", TestingEngine.input(TWO), token).id())
                .isEqualTo(first.id());
        assertThatThrownBy(() -> engine.create(TWO)).hasMessage("Stack [s] already exists");
        assertThat(engine.cloud.calls()).hasSize(2);
    }

    @Test
    void givesSecretsToHandlersOnly() {
        engine.create("""
                Resources:
                  A: {Type: Test::Cloud::Named, Properties: {Name: a, Parent: "{{resolve:ssm-secure:/secret}}"}}
                """);

        assertThat(engine.cloud.things()).containsEntry("a", "{\"Name\":\"a\",\"Parent\":\"hunter2\"}");
        assertThat(engine.store.resources(engine.newest().id()).toString()).doesNotContain("hunter2");
    }

    @Test
    void bringsTagsToWhatTakesThem() {
        engine.create(TWO);
        engine.get()
                .update(
                        "s",
                        new StackInput(
                                Optional.empty(),
                                Map.of(),
                                Set.of("Size"),
                                Optional.of(Map.of("team", "etl")),
                                List.of(),
                                Optional.empty(),
                                ""),
                        StackOptions.of(OnFailure.ROLLBACK));

        assertThat(engine.settle().status()).isEqualTo(StackStatus.UPDATE_COMPLETE);
        assertThat(engine.cloud.calls()).contains("update A", "update B");
    }

    @Test
    void tellsItsTopics() {
        StackInput input = new StackInput(
                Optional.of(TWO),
                Map.of(),
                Set.of(),
                Optional.empty(),
                List.of(),
                Optional.of(List.of("arn:topic")),
                "");
        engine.get().create("s", input, StackOptions.of(OnFailure.ROLLBACK));
        engine.settle();

        assertThat(engine.published).contains("arn:topic A CREATE_COMPLETE", "arn:topic s CREATE_COMPLETE");
    }

    @Test
    void showsADeletedStackByItsArnOnly() {
        String id = engine.create(TWO).id();
        engine.delete();

        assertThat(engine.get().find(id).orElseThrow().status()).isEqualTo(StackStatus.DELETE_COMPLETE);
        assertThat(engine.store.resources(id))
                .extracting(StackResource::status)
                .containsOnly(ResourceStatus.DELETE_COMPLETE);
    }
}
