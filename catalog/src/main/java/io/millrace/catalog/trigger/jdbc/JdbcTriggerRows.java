package io.millrace.catalog.trigger.jdbc;

import io.millrace.catalog.sdkjson.SdkJsonWriter;
import io.millrace.catalog.store.jdbc.TaggedBodies;
import io.millrace.catalog.trigger.ActiveTrigger;
import io.millrace.catalog.trigger.TriggerRows;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.glue.model.Trigger;
import software.amazon.awssdk.services.glue.model.TriggerState;
import software.amazon.awssdk.services.glue.model.TriggerType;

/** The table {@code glue_trigger}. */
final class JdbcTriggerRows implements TriggerRows {
    private final Handle handle;
    private final TaggedBodies<Trigger> rows;

    JdbcTriggerRows(Handle handle) {
        this.handle = handle;
        this.rows = new TaggedBodies<>(handle, "glue_trigger", Trigger.class, () -> (SdkPojo) Trigger.builder());
    }

    @Override
    public Optional<Trigger> find(String name) {
        return rows.find(name);
    }

    @Override
    public List<Trigger> list(String afterName, int limit, Predicate<Trigger> filter) {
        // Triggers are few: Glue's quota is 1,000 an account.
        return rows.list(afterName, Integer.MAX_VALUE).stream()
                .filter(filter)
                .limit(limit)
                .toList();
    }

    @Override
    public List<ActiveTrigger> listActivated(TriggerType type) {
        return handle.createQuery("SELECT body, activated_on FROM glue_trigger"
                        + " WHERE state = :state AND type = :type ORDER BY name")
                .bind("state", TriggerState.ACTIVATED.toString())
                .bind("type", type.toString())
                .map((row, context) -> new ActiveTrigger(
                        rows.body(row.getBytes("body")), Instant.ofEpochMilli(row.getLong("activated_on"))))
                .list();
    }

    @Override
    public Map<String, String> tags(String name) {
        return rows.tags(name);
    }

    @Override
    public boolean updateTags(String name, Map<String, String> tags) {
        return rows.updateTags(name, tags);
    }

    @Override
    public boolean insert(Trigger trigger, Instant activatedOn, Map<String, String> tags) {
        Update insert = handle.createUpdate("INSERT INTO glue_trigger (name, type, state, activated_on, tags, body)"
                        + " VALUES (:name, :type, :state, :activated, :tags, :body) ON CONFLICT (name) DO NOTHING")
                .bind("tags", TaggedBodies.tags(tags));
        return bind(insert, trigger, activatedOn).execute() == 1;
    }

    @Override
    public boolean update(Trigger trigger, Instant activatedOn) {
        Update update = handle.createUpdate("UPDATE glue_trigger SET type = :type, state = :state,"
                + " activated_on = :activated, body = :body WHERE name = :name");
        return bind(update, trigger, activatedOn).execute() == 1;
    }

    @Override
    public boolean delete(String name) {
        return rows.delete(name);
    }

    private static Update bind(Update update, Trigger trigger, Instant activatedOn) {
        return update.bind("name", trigger.name())
                .bind("type", trigger.typeAsString())
                .bind("state", trigger.stateAsString())
                .bind("activated", activatedOn.toEpochMilli())
                .bind("body", SdkJsonWriter.write(trigger));
    }
}
