package io.millrace.catalog.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.glue.model.Action;
import software.amazon.awssdk.services.glue.model.Condition;
import software.amazon.awssdk.services.glue.model.CrawlState;
import software.amazon.awssdk.services.glue.model.CreateTriggerRequest;
import software.amazon.awssdk.services.glue.model.DeleteTriggerRequest;
import software.amazon.awssdk.services.glue.model.GetTriggersRequest;
import software.amazon.awssdk.services.glue.model.JobRunState;
import software.amazon.awssdk.services.glue.model.Logical;
import software.amazon.awssdk.services.glue.model.Trigger;
import software.amazon.awssdk.services.glue.model.TriggerState;
import software.amazon.awssdk.services.glue.model.UpdateTriggerRequest;

/** What triggers may be made of. */
class TestTriggerDefinitions extends AbstractTriggerTests {
    @Test
    void refusesDefinitionsThatContradictTheirType() {
        Condition onRaw = crawled("raw", CrawlState.SUCCEEDED);
        assertInvalid(
                onDemand("x", crawler("raw")).toBuilder().startOnCreation(true).build(),
                "StartOnCreation is not supported for ON_DEMAND triggers.");
        assertInvalid(
                onDemand("x", crawler("raw")).toBuilder()
                        .schedule("rate(1 hour)")
                        .build(),
                "Schedule can only be specified for a SCHEDULED trigger.");
        assertInvalid(onDemand("x"), "Actions cannot be null or empty.");
        assertInvalid(
                onDemand("x", Action.builder().build()),
                "Exactly one of JobName and CrawlerName must be set in an action.");
        assertInvalid(
                conditional("x", Logical.AND, crawler("lake")),
                "Predicate with at least one condition must be specified for a CONDITIONAL trigger.");
        assertInvalid(
                conditional("x", Logical.AND, job("etl"), ran("etl", JobRunState.SUCCEEDED)),
                "Job cannot be a Predicate and Action for Conditional Trigger.");
        assertInvalid(
                conditional("x", Logical.AND, job("etl"), ran("other", JobRunState.RUNNING)),
                "A condition must have either JobName and State or CrawlerName and CrawlState, with a final state.");
        assertThatThrownBy(() -> triggers.createTrigger(conditional("x", Logical.AND, job("etl"), onRaw).toBuilder()
                        .workflowName("flow")
                        .build()))
                .hasMessage("Workflow flow not found.");
        assertThatThrownBy(() -> triggers.createTrigger(scheduled("x", "cron(1 2)", crawler("raw"))))
                .hasMessageStartingWith("Invalid schedule expression cron(1 2)");
    }

    @Test
    void createsOnceUpdatesWhollyAndDeletesQuietly() {
        CreateTriggerRequest request = scheduled("t", "rate(1 hour)", job("etl"));
        triggers.createTrigger(request);
        triggers.createTrigger(request);
        assertThatThrownBy(() -> triggers.createTrigger(
                        request.toBuilder().description("other").build()))
                .isInstanceOfSatisfying(
                        CatalogException.class,
                        e -> assertThat(e.code()).isEqualTo(CatalogErrorCode.IDEMPOTENT_PARAMETER_MISMATCH))
                .hasMessage("Trigger with name 't' already submitted with different configuration");

        triggers.updateTrigger(UpdateTriggerRequest.builder()
                .name("t")
                .triggerUpdate(update -> update.schedule("rate(2 hours)").actions(crawler("raw")))
                .build());
        assertThat(trigger("t").schedule()).isEqualTo("rate(2 hours)");
        assertThat(trigger("t").state()).isEqualTo(TriggerState.ACTIVATED);
        assertThat(trigger("t").actions()).containsExactly(crawler("raw"));

        triggers.deleteTrigger(DeleteTriggerRequest.builder().name("t").build());
        triggers.deleteTrigger(DeleteTriggerRequest.builder().name("t").build());
        assertThatThrownBy(() -> trigger("t")).hasMessage("Trigger t not found.");
    }

    @Test
    void findsTheTriggersThatStartAJobAndAllIfThereIsNone() {
        triggers.createTrigger(onDemand("a", job("etl")));
        triggers.createTrigger(onDemand("b", crawler("raw")));
        assertThat(names("etl")).containsExactly("a");
        assertThat(names("unknown")).containsExactly("a", "b");
        assertThat(names(null)).containsExactly("a", "b");
    }

    private void assertInvalid(CreateTriggerRequest request, String message) {
        assertThatThrownBy(() -> triggers.createTrigger(request))
                .isInstanceOfSatisfying(
                        CatalogException.class, e -> assertThat(e.code()).isEqualTo(CatalogErrorCode.INVALID_INPUT))
                .hasMessage(message);
    }

    private List<String> names(@Nullable String dependentJob) {
        return triggers
                .getTriggers(GetTriggersRequest.builder()
                        .dependentJobName(dependentJob)
                        .build())
                .triggers()
                .stream()
                .map(Trigger::name)
                .toList();
    }
}
