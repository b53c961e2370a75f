package io.millrace.catalog.trigger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import software.amazon.awssdk.services.glue.model.Trigger;
import software.amazon.awssdk.services.glue.model.TriggerType;

/** Triggers by name, which is compared as it is, case included. */
public interface TriggerRows {
    /** The trigger, or empty. */
    Optional<Trigger> find(String name);

    /** Up to {@code limit} triggers in order of their names, after {@code afterName} ({@code ""} for the start), that satisfy {@code filter}. */
    List<Trigger> list(String afterName, int limit, Predicate<Trigger> filter);

    /** The triggers of that type in state ACTIVATED, in order of their names. */
    List<ActiveTrigger> listActivated(TriggerType type);

    /** The tags of the trigger; empty also when there is no such trigger. */
    Map<String, String> tags(String name);

    /** Adds a trigger; false, and nothing changed, if the name is taken. */
    boolean insert(Trigger trigger, Instant activatedOn, Map<String, String> tags);

    /** Replaces the tags of the trigger; false if there is none. */
    boolean updateTags(String name, Map<String, String> tags);

    /** Replaces the trigger of that name and leaves its tags; false if there is none. */
    boolean update(Trigger trigger, Instant activatedOn);

    /** Removes the trigger with what it has seen; false if there is none. */
    boolean delete(String name);
}
