package io.millrace.catalog.trigger.jdbc;

import io.millrace.catalog.sdkjson.SdkJsonReader;
import io.millrace.catalog.sdkjson.SdkJsonWriter;
import io.millrace.catalog.trigger.FiredAction;
import io.millrace.catalog.trigger.FiredActionRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import software.amazon.awssdk.services.glue.model.Action;

/** The table {@code glue_trigger_action}. */
final class JdbcFiredActionRows implements FiredActionRows {
    private static final String COLUMNS = "SELECT id, trigger_name, fired_on, position, error, body";

    private final Handle handle;

    JdbcFiredActionRows(Handle handle) {
        this.handle = handle;
    }

    @Override
    public void insert(FiredAction action) {
        handle.createUpdate("INSERT INTO glue_trigger_action (id, trigger_name, fired_on, position, error, body)"
                        + " VALUES (:id, :trigger, :fired, :position, :error, :body)")
                .bind("id", action.id())
                .bind("trigger", action.triggerName())
                .bind("fired", action.firedOn().toEpochMilli())
                .bind("position", action.position())
                .bind("error", action.error())
                .bind("body", SdkJsonWriter.write(action.action()))
                .execute();
    }

    @Override
    public List<FiredAction> listDue() {
        return handle.createQuery(
                        COLUMNS + " FROM glue_trigger_action WHERE error IS NULL ORDER BY fired_on, position, id")
                .map((row, context) -> action(row))
                .list();
    }

    @Override
    public List<FiredAction> listFailed(String triggerName) {
        return handle.createQuery(COLUMNS + " FROM glue_trigger_action"
                        + " WHERE error IS NOT NULL AND trigger_name = :trigger ORDER BY fired_on, position, id")
                .bind("trigger", triggerName)
                .map((row, context) -> action(row))
                .list();
    }

    @Override
    public void delete(String id) {
        handle.createUpdate("DELETE FROM glue_trigger_action WHERE id = :id")
                .bind("id", id)
                .execute();
    }

    @Override
    public void fail(String id, String error) {
        handle.createUpdate("UPDATE glue_trigger_action SET error = :error WHERE id = :id")
                .bind("id", id)
                .bind("error", error)
                .execute();
    }

    @Override
    public void deleteFailedBefore(Instant time) {
        handle.createUpdate("DELETE FROM glue_trigger_action WHERE error IS NOT NULL AND fired_on < :time")
                .bind("time", time.toEpochMilli())
                .execute();
    }

    private static FiredAction action(ResultSet row) throws SQLException {
        return new FiredAction(
                row.getString("id"),
                row.getString("trigger_name"),
                Instant.ofEpochMilli(row.getLong("fired_on")),
                row.getInt("position"),
                SdkJsonReader.read(row.getBytes("body"), Action.builder(), Action.class),
                row.getString("error"));
    }
}
