package io.millrace.catalog.trigger.jdbc;

import io.millrace.catalog.trigger.TriggerWatchRows;
import io.millrace.catalog.trigger.Watched;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** The table {@code glue_trigger_watch}. */
final class JdbcTriggerWatchRows implements TriggerWatchRows {
    private final Handle handle;

    JdbcTriggerWatchRows(Handle handle) {
        this.handle = handle;
    }

    @Override
    public void put(String triggerName, Watched watched, String state) {
        handle.createUpdate("INSERT INTO glue_trigger_watch (trigger_name, kind, watched_name, state)"
                        + " VALUES (:trigger, :kind, :name, :state)"
                        + " ON CONFLICT (trigger_name, kind, watched_name) DO UPDATE SET state = excluded.state")
                .bind("trigger", triggerName)
                .bind("kind", watched.kind().name())
                .bind("name", watched.name())
                .bind("state", state)
                .execute();
    }

    @Override
    public Map<Watched, String> states(String triggerName) {
        Map<Watched, String> states = new HashMap<>();
        handle.createQuery("SELECT kind, watched_name, state FROM glue_trigger_watch WHERE trigger_name = :trigger")
                .bind("trigger", triggerName)
                .map((row, context) -> Map.entry(
                        new Watched(Watched.Kind.valueOf(row.getString("kind")), row.getString("watched_name")),
                        row.getString("state")))
                .list()
                .forEach(entry -> states.put(entry.getKey(), entry.getValue()));
        return states;
    }

    @Override
    public void clear(String triggerName) {
        handle.createUpdate("DELETE FROM glue_trigger_watch WHERE trigger_name = :trigger")
                .bind("trigger", triggerName)
                .execute();
    }
}
