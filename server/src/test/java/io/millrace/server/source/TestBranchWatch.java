package io.millrace.server.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.server.delivery.TestingDeliveries;
import io.millrace.server.rule.EventBus;
import io.millrace.server.rule.RuleOperations;
import io.millrace.server.rule.RuleSchedules;
import io.millrace.server.rule.Rules;
import io.millrace.server.rule.ServiceEvents;
import io.millrace.server.rule.TargetOperations;
import java.nio.file.Path;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.eventbridge.model.PutRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsRequest;
import software.amazon.awssdk.services.eventbridge.model.Target;

final class TestBranchWatch {
    @TempDir
    private Path folder;

    /** Else a push before a pipeline's rule would start it beside the execution that its creation has started. */
    @Test
    void aTargetIsToldOnceOfEachPushAfterItAndOfNoneBefore() throws GitAPIException {
        Path repositories = folder.resolve("repositories");
        try (TestingDeliveries testing = new TestingDeliveries(folder)) {
            Rules rules = new Rules(testing.database.jdbi(), TestingDeliveries.REGION);
            EventBus bus = new EventBus(rules, testing.deliveries, testing.clock);
            BranchWatch watch = new BranchWatch(
                    testing.database.jdbi(), new GitRepositories(repositories), new ServiceEvents(bus, testing.clock));
            bus.addSource(watch::look);
            commit(repositories.resolve("app"), "before");
            putRule(testing, rules, bus);
            watch.look();
            assertThat(testing.queued()).isEmpty();

            String commit = commit(repositories.resolve("app"), "after");
            watch.look();
            watch.look();
            assertThat(testing.queued())
                    .singleElement()
                    .satisfies(told -> assertThat(told.body()).contains("referenceUpdated", commit));
            watch.close();
        }
    }

    private static void putRule(TestingDeliveries testing, Rules rules, EventBus bus) {
        new RuleOperations(
                        rules,
                        new RuleSchedules(rules, bus, testing.times, testing.clock),
                        testing.deliveries,
                        testing.tags,
                        testing.pages)
                .putRule(PutRuleRequest.builder()
                        .name("pushes")
                        .eventPattern("{\"source\":[\"aws.codecommit\"]}")
                        .build());
        new TargetOperations(rules, bus, testing.pages)
                .putTargets(PutTargetsRequest.builder()
                        .rule("pushes")
                        .targets(Target.builder()
                                .id("t")
                                .arn(TestingDeliveries.FUNCTION)
                                .build())
                        .build());
    }

    private static String commit(Path place, String message) throws GitAPIException {
        try (Git git =
                Git.init().setDirectory(place.toFile()).setInitialBranch("main").call()) {
            return git.commit()
                    .setAllowEmpty(true)
                    .setMessage(message)
                    .setAuthor("a", "a@example.com")
                    .setCommitter("c", "c@example.com")
                    .setSign(false)
                    .call()
                    .name();
        }
    }
}
