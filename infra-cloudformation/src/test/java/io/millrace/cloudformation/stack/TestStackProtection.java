package io.millrace.cloudformation.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

/** What policies, protection and other stacks keep. */
final class TestStackProtection {
    private final TestingEngine engine = new TestingEngine();

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void protectsByStackPolicyExceptForOneUpdate() {
        engine.create(TestStackEngine.TWO);
        engine.get().setPolicy("s", """
                {"Statement": [{"Effect": "Allow", "Action": "Update:*", "Principal": "*", "Resource": "*"},
                 {"Effect": "Deny", "Action": "Update:Modify", "Principal": "*", "Resource": "LogicalResourceId/A"}]}
                """);
        assertThat(engine.update(TestStackEngine.TWO, "Size", "2").status())
                .isEqualTo(StackStatus.UPDATE_ROLLBACK_COMPLETE);
        assertThat(engine.events())
                .contains(
                        "A UPDATE_FAILED Action denied by stack policy: Statement [#2] does not allow [Update:Modify] for"
                                + " resource [LogicalResourceId/A]");
        engine.get()
                .update(
                        "s",
                        TestingEngine.input(TestStackEngine.TWO, "Size", "2"),
                        new StackOptions(
                                "",
                                OnFailure.ROLLBACK,
                                "",
                                "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"Update:*\", \"Principal\": \"*\","
                                        + " \"Resource\": \"*\"}}",
                                Optional.empty(),
                                false));

        assertThat(engine.settle().status()).isEqualTo(StackStatus.UPDATE_COMPLETE);
    }

    @Test
    void storedParametersAreReadWithTheRoleOfTheStack() {
        String stored = """
                Parameters:
                  Size: {Type: "AWS::SSM::Parameter::Value<String>", Default: /size}
                Resources:
                  A: {Type: Test::Cloud::Named, Properties: {Name: a, Size: !Ref Size}}
                """;
        StackInput input = TestingEngine.input(stored);
        engine.refuse("arn:aws:iam::000000000000:role/narrow");
        StackInput narrow = new StackInput(
                input.templateBody(),
                input.parameters(),
                input.previous(),
                input.tags(),
                input.capabilities(),
                input.notificationArns(),
                "arn:aws:iam::000000000000:role/narrow");
        assertThatThrownBy(() -> engine.get().create("s", narrow, StackOptions.of(OnFailure.ROLLBACK)))
                .isInstanceOf(StackException.class)
                .hasMessage("The role arn:aws:iam::000000000000:role/narrow is refused");
        assertThat(engine.store.stacks()).isEmpty();
        assertThat(engine.create(stored).status()).isEqualTo(StackStatus.CREATE_COMPLETE);
    }

    @Test
    void theNameOfAnExecutedChangeSetCanBeUsedAgain() {
        engine.create(TestStackEngine.TWO);
        for (String size : List.of("2", "3")) {
            engine.get().changeSets().delete("delivery", "s");
            ChangeSet set = engine.get()
                    .changeSets()
                    .forUpdate(
                            "s",
                            new ChangeSets.Label("delivery", "", ""),
                            TestingEngine.input(TestStackEngine.TWO, "Size", size),
                            OnFailure.ROLLBACK);
            engine.get().changeSets().execute(set.id(), "s", StackOptions.of(OnFailure.ROLLBACK));
            assertThat(engine.settle().status()).isEqualTo(StackStatus.UPDATE_COMPLETE);
        }
        assertThat(engine.cloud.things().get("a")).contains("\"Size\":\"3\"");
    }

    @Test
    void protectsFromDeletion() {
        engine.create(TestStackEngine.TWO);
        engine.get().setProtection("s", StackEngine.Protection.PROTECTED);
        assertThatThrownBy(engine::delete)
                .hasMessage("Stack [s] cannot be deleted while TerminationProtection is enabled");
        engine.get().setProtection("s", StackEngine.Protection.NONE);

        assertThat(engine.delete().status()).isEqualTo(StackStatus.DELETE_COMPLETE);
    }

    @Test
    void keepsExportsThatOthersUse() {
        engine.create(TestStackEngine.TWO);
        String importing = """
                Resources:
                  X: {Type: Test::Cloud::Named, Properties: {Parent: !ImportValue s-arn}}
                """;
        engine.get().create("user", TestingEngine.input(importing), StackOptions.of(OnFailure.ROLLBACK));
        await().until(() -> engine.get().find("user").orElseThrow().status() == StackStatus.CREATE_COMPLETE);

        assertThat(engine.cloud.things()).containsValue("{\"Parent\":\"arn:a\"}");
        assertThatThrownBy(engine::delete).hasMessage("Export s-arn cannot be deleted as it is in use by user");
        assertThat(engine.update(TestStackEngine.TWO.replace("Name: a", "Name: b"))
                        .status())
                .isEqualTo(StackStatus.UPDATE_ROLLBACK_COMPLETE);
        assertThat(engine.events())
                .contains("s UPDATE_ROLLBACK_IN_PROGRESS Export s-arn cannot be updated as it is in use by user");
        assertThat(engine.cloud.things()).containsKey("a").doesNotContainKey("b");
    }

    @Test
    void retainsOnASecondDeletionWhatWouldNotGo() {
        engine.create(TestStackEngine.TWO);
        engine.cloud.fail("delete A");
        assertThat(engine.delete().reason()).isEqualTo("The following resource(s) failed to delete: [A]. ");
        assertThat(engine.newest().status()).isEqualTo(StackStatus.DELETE_FAILED);
        engine.get().delete("s", List.of("A"), "", "");

        assertThat(engine.settle().status()).isEqualTo(StackStatus.DELETE_COMPLETE);
        assertThat(engine.cloud.things()).containsOnlyKeys("a");
    }

    @Test
    void keepsWhatPoliciesKeep() {
        engine.create("""
                Resources:
                  A: {Type: Test::Cloud::Named, UpdateReplacePolicy: Retain, Properties: {Name: a}}
                  B: {Type: Test::Cloud::Named, DeletionPolicy: RetainExceptOnCreate, Properties: {Name: b}}
                """);
        engine.update("""
                Resources:
                  A: {Type: Test::Cloud::Named, UpdateReplacePolicy: Retain, Properties: {Name: a2}}
                  B: {Type: Test::Cloud::Named, DeletionPolicy: RetainExceptOnCreate, Properties: {Name: b}}
                """);
        assertThat(engine.cloud.things()).containsOnlyKeys("a", "a2", "b");
        engine.delete();

        assertThat(engine.cloud.things()).containsOnlyKeys("a", "b");
        assertThat(engine.events()).contains("B DELETE_SKIPPED");
    }

    @Test
    void retainsNothingOfARolledBackCreationByRetainExceptOnCreate() {
        engine.cloud.fail("create C");
        engine.create("""
                Resources:
                  A: {Type: Test::Cloud::Named, DeletionPolicy: Retain, Properties: {Name: a}}
                  B: {Type: Test::Cloud::Named, DeletionPolicy: RetainExceptOnCreate, Properties: {Name: b}}
                  C: {Type: Test::Cloud::Named, DependsOn: [A, B]}
                """);

        assertThat(engine.cloud.things()).containsOnlyKeys("a");
    }

    @Test
    void leavesAloneWhatItDidNotMake() {
        engine.cloud.put("a", "somebody's");
        Stack stack = engine.create(TestStackEngine.TWO);

        assertThat(stack.status()).isEqualTo(StackStatus.ROLLBACK_COMPLETE);
        assertThat(engine.cloud.things()).isEqualTo(Map.of("a", "somebody's"));
        assertThat(engine.events()).contains("A CREATE_FAILED a already exists");
    }
}
