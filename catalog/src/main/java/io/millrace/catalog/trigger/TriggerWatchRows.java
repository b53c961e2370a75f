package io.millrace.catalog.trigger;

import java.util.Map;

/** The last state that each trigger has seen of each job and crawler that it watches, since it fired or was activated. */
public interface TriggerWatchRows {
    /** Notes a state, over the one before. The trigger must exist. */
    void put(String triggerName, Watched watched, String state);

    /** All that the trigger has seen. */
    Map<Watched, String> states(String triggerName);

    /** Forgets what the trigger has seen. */
    void clear(String triggerName);
}
