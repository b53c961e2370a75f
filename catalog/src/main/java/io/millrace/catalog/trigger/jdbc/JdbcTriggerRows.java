package io.millrace.catalog.trigger.jdbc;

import io.millrace.catalog.sdkjson.SdkJsonReader;
import io.millrace.catalog.sdkjson.SdkJsonWriter;
import io.millrace.catalog.trigger.ActiveTrigger;
import io.millrace.catalog.trigger.TriggerRows;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import software.amazon.awssdk.services.glue.model.GetTagsResponse;
import software.amazon.awssdk.services.glue.model.Trigger;
import software.amazon.awssdk.services.glue.model.TriggerState;
import software.amazon.awssdk.services.glue.model.TriggerType;

/** The table {@code glue_trigger}. Tags are kept as the JSON of a {@link GetTagsResponse}. */
final class JdbcTriggerRows implements TriggerRows {
    private final Handle handle;

    JdbcTriggerRows(Handle handle) {
        this.handle = handle;
    }

    @Override
    public Optional<Trigger> find(String name) {
        return handle.createQuery("SELECT body FROM glue_trigger WHERE name = :name")
                .bind("name", name)
                .mapTo(byte[].class)
                .map(JdbcTriggerRows::trigger)
                .findOne();
    }

    @Override
    public List<Trigger> list(String afterName, int limit, Predicate<Trigger> filter) {
        // Triggers are few: Glue's quota is 1,000 an account.
        return handle
                .createQuery("SELECT body FROM glue_trigger WHERE name > :after ORDER BY name")
                .bind("after", afterName)
                .mapTo(byte[].class)
                .map(JdbcTriggerRows::trigger)
                .list()
                .stream()
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
                        trigger(row.getBytes("body")), Instant.ofEpochMilli(row.getLong("activated_on"))))
                .list();
    }

    @Override
    public Map<String, String> tags(String name) {
        return handle.createQuery("SELECT tags FROM glue_trigger WHERE name = :name")
                .bind("name", name)
                .mapTo(byte[].class)
                .findOne()
                .map(json -> SdkJsonReader.read(json, GetTagsResponse.builder(), GetTagsResponse.class)
                        .tags())
                .orElse(Map.of());
    }

    @Override
    public boolean updateTags(String name, Map<String, String> tags) {
        return handle.createUpdate("UPDATE glue_trigger SET tags = :tags WHERE name = :name")
                        .bind("name", name)
                        .bind(
                                "tags",
                                SdkJsonWriter.write(
                                        GetTagsResponse.builder().tags(tags).build()))
                        .execute()
                == 1;
    }

    @Override
    public boolean insert(Trigger trigger, Instant activatedOn, Map<String, String> tags) {
        Update insert = handle.createUpdate("INSERT INTO glue_trigger (name, type, state, activated_on, tags, body)"
                        + " VALUES (:name, :type, :state, :activated, :tags, :body) ON CONFLICT (name) DO NOTHING")
                .bind(
                        "tags",
                        SdkJsonWriter.write(GetTagsResponse.builder().tags(tags).build()));
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
        return handle.createUpdate("DELETE FROM glue_trigger WHERE name = :name")
                        .bind("name", name)
                        .execute()
                == 1;
    }

    private static Update bind(Update update, Trigger trigger, Instant activatedOn) {
        return update.bind("name", trigger.name())
                .bind("type", trigger.typeAsString())
                .bind("state", trigger.stateAsString())
                .bind("activated", activatedOn.toEpochMilli())
                .bind("body", SdkJsonWriter.write(trigger));
    }

    private static Trigger trigger(byte[] json) {
        return SdkJsonReader.read(json, Trigger.builder(), Trigger.class);
    }
}
