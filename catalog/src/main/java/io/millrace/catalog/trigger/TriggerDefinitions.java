package io.millrace.catalog.trigger;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.job.JobRunStates;
import io.millrace.catalog.schedule.AwsSchedule;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.Action;
import software.amazon.awssdk.services.glue.model.Condition;
import software.amazon.awssdk.services.glue.model.CrawlState;
import software.amazon.awssdk.services.glue.model.Logical;
import software.amazon.awssdk.services.glue.model.LogicalOperator;
import software.amazon.awssdk.services.glue.model.Trigger;
import software.amazon.awssdk.services.glue.model.TriggerType;

/** The rules that a trigger's definition must keep. Source: Glue API reference, "Triggers". */
final class TriggerDefinitions {
    private static final Set<CrawlState> FINAL_CRAWL_STATES =
            EnumSet.of(CrawlState.SUCCEEDED, CrawlState.FAILED, CrawlState.CANCELLED, CrawlState.ERROR);

    private TriggerDefinitions() {}

    static void check(Trigger trigger) {
        checkActions(trigger);
        boolean scheduled = trigger.type() == TriggerType.SCHEDULED;
        boolean conditional = trigger.type() == TriggerType.CONDITIONAL;
        if (!scheduled && !conditional && trigger.type() != TriggerType.ON_DEMAND) {
            throw invalid("Triggers of type %s are not supported.".formatted(trigger.typeAsString()));
        }
        if (scheduled == isBlank(trigger.schedule())) {
            throw invalid(
                    scheduled
                            ? "Schedule must be specified for a SCHEDULED trigger."
                            : "Schedule can only be specified for a SCHEDULED trigger.");
        }
        if (scheduled) {
            AwsSchedule.parse(trigger.schedule());
        }
        List<Condition> conditions = conditions(trigger);
        if (conditional == conditions.isEmpty()) {
            throw invalid(
                    conditional
                            ? "Predicate with at least one condition must be specified for a CONDITIONAL trigger."
                            : "Predicate can only be specified for a CONDITIONAL trigger.");
        }
        conditions.forEach(condition -> checkCondition(trigger, condition));
    }

    /** The conditions of the trigger, none if it has no predicate. */
    static List<Condition> conditions(Trigger trigger) {
        return trigger.predicate() == null ? List.of() : trigger.predicate().conditions();
    }

    /** Whether one condition is enough. Without a word about it, all are needed. */
    private static boolean anySuffices(Trigger trigger) {
        return trigger.predicate().logical() == Logical.ANY;
    }

    /** Whether what was seen is what the trigger waits for. */
    static boolean isSatisfied(Trigger trigger, Map<Watched, String> seen) {
        Predicate<Condition> met = condition -> awaitedState(condition).equals(seen.get(watched(condition)));
        return anySuffices(trigger)
                ? conditions(trigger).stream().anyMatch(met)
                : conditions(trigger).stream().allMatch(met);
    }

    /** What a condition waits for. */
    static Watched watched(Condition condition) {
        return condition.jobName() == null
                ? Watched.crawler(condition.crawlerName())
                : Watched.job(condition.jobName());
    }

    /** The state that a condition waits for. */
    private static String awaitedState(Condition condition) {
        return condition.jobName() == null ? condition.crawlStateAsString() : condition.stateAsString();
    }

    private static void checkActions(Trigger trigger) {
        if (trigger.actions().isEmpty()) {
            throw invalid("Actions cannot be null or empty.");
        }
        for (Action action : trigger.actions()) {
            if (isBlank(action.jobName()) == isBlank(action.crawlerName())) {
                throw invalid("Exactly one of JobName and CrawlerName must be set in an action.");
            }
        }
    }

    private static void checkCondition(Trigger trigger, Condition condition) {
        if (condition.logicalOperator() != null && condition.logicalOperator() != LogicalOperator.EQUALS) {
            throw invalid("LogicalOperator must be EQUALS.");
        }
        boolean job = !isBlank(condition.jobName()) && JobRunStates.isFinal(condition.state());
        boolean crawler = !isBlank(condition.crawlerName()) && FINAL_CRAWL_STATES.contains(condition.crawlState());
        if (job == crawler) {
            throw invalid(
                    "A condition must have either JobName and State or CrawlerName and CrawlState, with a final state.");
        }
        for (Action action : trigger.actions()) {
            if (job && condition.jobName().equals(action.jobName())) {
                throw invalid("Job cannot be a Predicate and Action for Conditional Trigger.");
            }
            if (crawler && condition.crawlerName().equals(action.crawlerName())) {
                throw invalid("Crawler cannot be a Predicate and Action for Conditional Trigger.");
            }
        }
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    private static CatalogException invalid(String message) {
        return new CatalogException(CatalogErrorCode.INVALID_INPUT, message);
    }
}
