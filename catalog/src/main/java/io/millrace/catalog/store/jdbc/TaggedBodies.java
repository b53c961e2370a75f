package io.millrace.catalog.store.jdbc;

import io.millrace.catalog.sdkjson.SdkJsonReader;
import io.millrace.catalog.sdkjson.SdkJsonWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.glue.model.GetTagsResponse;

/**
 * The rows of a table with a {@code name}, a {@code body}, which is the JSON of one of Glue's types, and {@code tags}, which are the JSON of
 * a {@link GetTagsResponse}. Lives as long as its handle.
 *
 * @param <T> the body's type
 */
public final class TaggedBodies<T extends SdkPojo> {
    private final Handle handle;
    private final String table;
    private final Class<T> type;
    private final Supplier<? extends SdkPojo> builder;

    /**
     * The rows of a table.
     *
     * @param table its name, which is never a caller's
     * @param builder makes empty builders of the body's type
     */
    public TaggedBodies(Handle handle, String table, Class<T> type, Supplier<? extends SdkPojo> builder) {
        this.handle = handle;
        this.table = table;
        this.type = type;
        this.builder = builder;
    }

    /** The body of a name. */
    public Optional<T> find(String name) {
        return handle.createQuery("SELECT body FROM " + table + " WHERE name = :name")
                .bind("name", name)
                .mapTo(byte[].class)
                .map(this::body)
                .findOne();
    }

    /** The bodies whose names come after one, in the names' order. */
    public List<T> list(String afterName, int limit) {
        return handle.createQuery("SELECT body FROM " + table + " WHERE name > :after ORDER BY name LIMIT :limit")
                .bind("after", afterName)
                .bind("limit", limit)
                .mapTo(byte[].class)
                .map(this::body)
                .list();
    }

    /** Adds a row; false if there is one of this name. Only for tables with no other columns. */
    public boolean insert(String name, T body, Map<String, String> tags) {
        return handle.createUpdate("INSERT INTO " + table + " (name, tags, body) VALUES (:name, :tags, :body)"
                                + " ON CONFLICT (name) DO NOTHING")
                        .bind("name", name)
                        .bind("tags", tags(tags))
                        .bind("body", SdkJsonWriter.write(body))
                        .execute()
                == 1;
    }

    /** Replaces a body; false if there is none of this name. */
    public boolean update(String name, T body) {
        return handle.createUpdate("UPDATE " + table + " SET body = :body WHERE name = :name")
                        .bind("name", name)
                        .bind("body", SdkJsonWriter.write(body))
                        .execute()
                == 1;
    }

    /** Deletes a row; false if there is none of this name. */
    public boolean delete(String name) {
        return handle.createUpdate("DELETE FROM " + table + " WHERE name = :name")
                        .bind("name", name)
                        .execute()
                == 1;
    }

    /** The tags of a name; none if there is no such row. */
    public Map<String, String> tags(String name) {
        return handle.createQuery("SELECT tags FROM " + table + " WHERE name = :name")
                .bind("name", name)
                .mapTo(byte[].class)
                .findOne()
                .map(json -> SdkJsonReader.read(json, GetTagsResponse.builder(), GetTagsResponse.class)
                        .tags())
                .orElse(Map.of());
    }

    /** Replaces the tags; false if there is no row of this name. */
    public boolean updateTags(String name, Map<String, String> tags) {
        return handle.createUpdate("UPDATE " + table + " SET tags = :tags WHERE name = :name")
                        .bind("name", name)
                        .bind("tags", tags(tags))
                        .execute()
                == 1;
    }

    /** Tags as a row has them. */
    public static byte[] tags(Map<String, String> tags) {
        return SdkJsonWriter.write(GetTagsResponse.builder().tags(tags).build());
    }

    /** A body as a row has it. */
    public T body(byte[] json) {
        return SdkJsonReader.read(json, builder.get(), type);
    }
}
