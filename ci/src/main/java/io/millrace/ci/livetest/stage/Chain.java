package io.millrace.ci.livetest.stage;

import io.millrace.ci.livetest.LiveTestException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Action;
import software.amazon.awssdk.services.glue.model.GetTriggersRequest;
import software.amazon.awssdk.services.glue.model.Trigger;
import software.amazon.awssdk.services.glue.model.TriggerType;

/**
 * The crawlers and jobs that follow from a trigger, as the catalog's triggers say.
 *
 * @param trigger the trigger that starts it
 * @param steps what runs, the first ones first
 * @param followers what must start after a step succeeded
 */
record Chain(String trigger, Set<ChainStep> steps, Map<ChainStep, Set<ChainStep>> followers) {
    static Chain startedBy(GlueClient glue, String trigger) {
        List<Trigger> triggers = glue
                .getTriggersPaginator(GetTriggersRequest.builder().build())
                .stream()
                .flatMap(page -> page.triggers().stream())
                .toList();
        List<ChainStep> first = triggers.stream()
                .filter(candidate -> candidate.name().equals(trigger))
                .flatMap(found -> steps(found.actions()).stream())
                .toList();
        if (first.isEmpty()) {
            throw new LiveTestException(
                    "There is no trigger " + trigger + " with an action, so nothing can be started");
        }
        return follow(trigger, first, triggers);
    }

    private static Chain follow(String trigger, List<ChainStep> first, List<Trigger> triggers) {
        Set<ChainStep> steps = new LinkedHashSet<>();
        Map<ChainStep, Set<ChainStep>> followers = new LinkedHashMap<>();
        Deque<ChainStep> open = new ArrayDeque<>(first);
        while (!open.isEmpty()) {
            ChainStep step = open.remove();
            if (!steps.add(step)) {
                continue;
            }
            Set<ChainStep> next = new LinkedHashSet<>();
            triggers.stream()
                    .filter(candidate -> isStartedBy(candidate, step))
                    .forEach(found -> next.addAll(steps(found.actions())));
            followers.put(step, next);
            open.addAll(next);
        }
        return new Chain(trigger, steps, followers);
    }

    private static boolean isStartedBy(Trigger trigger, ChainStep step) {
        return trigger.type() == TriggerType.CONDITIONAL
                && trigger.predicate().conditions().stream()
                        .filter(condition -> "SUCCEEDED".equals(condition.stateAsString())
                                || "SUCCEEDED".equals(condition.crawlStateAsString()))
                        .map(ChainStep::of)
                        .anyMatch(step::equals);
    }

    private static List<ChainStep> steps(Collection<Action> actions) {
        return new ArrayList<>(actions.stream().map(ChainStep::of).toList());
    }

    /** Whether everything that began in this look's time is over, and everything that had to follow has followed. */
    boolean isSettled(Map<ChainStep, Activity> before, Map<ChainStep, Activity> now) {
        for (ChainStep step : steps) {
            Activity activity = now.getOrDefault(step, Activity.NONE);
            if (!activity.isSucceeded() || !activity.started().isAfter(started(before, step))) {
                return false;
            }
            for (ChainStep follower : followers.getOrDefault(step, Set.of())) {
                // A step that began before its cause will begin again.
                if (started(now, follower).isBefore(activity.started())) {
                    return false;
                }
            }
        }
        return true;
    }

    private static Instant started(Map<ChainStep, Activity> activities, ChainStep step) {
        return activities.getOrDefault(step, Activity.NONE).started();
    }
}
