package io.millrace.server.resource;

import io.millrace.catalog.sdkjson.SdkJsonReader;
import io.millrace.catalog.sdkjson.SdkJsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;
import software.amazon.awssdk.core.SdkPojo;

/**
 * Resources of one kind by name, each kept as the JSON of an SDK class. Every call is one transaction, or part of the one that the calling
 * thread is in. Thread-safe.
 */
public final class Documents<T extends SdkPojo> {
    private final Jdbi jdbi;
    private final String kind;
    private final Class<T> type;
    private final Supplier<? extends SdkPojo> builders;

    /**
     * The resources of {@code kind}.
     *
     * @param jdbi a database with the server's migrations
     * @param builders make empty builders of {@code type}
     */
    public Documents(Jdbi jdbi, String kind, Class<T> type, Supplier<? extends SdkPojo> builders) {
        this.jdbi = jdbi;
        this.kind = kind;
        this.type = type;
        this.builders = builders;
    }

    /** The resource of this name. */
    public Optional<T> find(String name) {
        return jdbi.withHandle(
                handle -> handle.select("SELECT body FROM service_document WHERE kind = ? AND name = ?", kind, name)
                        .mapTo(String.class)
                        .map(this::read)
                        .findOne());
    }

    /** Up to {@code limit} resources whose names begin with {@code prefix} and come after {@code after}, by name. */
    public List<T> list(String prefix, String after, int limit) {
        String from = after.compareTo(prefix) < 0 ? prefix : after;
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT body FROM service_document WHERE kind = ? AND name >= ? AND name <> ?"
                                + " AND substr(name, 1, length(?)) = ? ORDER BY name LIMIT ?",
                        kind,
                        from,
                        after,
                        prefix,
                        prefix,
                        limit)
                .mapTo(String.class)
                .map(this::read)
                .list());
    }

    /** All resources whose names begin with {@code prefix}, by name. */
    public List<T> all(String prefix) {
        return list(prefix, "", Integer.MAX_VALUE);
    }

    /** How many there are with such names. */
    public int count(String prefix) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT COUNT(*) FROM service_document WHERE kind = ? AND substr(name, 1, length(?)) = ?",
                        kind,
                        prefix,
                        prefix)
                .mapTo(Integer.class)
                .one());
    }

    /** Adds a resource; false when there is one of this name. */
    public boolean insert(String name, T resource) {
        return jdbi.withHandle(handle -> handle.execute(
                        "INSERT INTO service_document (kind, name, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                        kind,
                        name,
                        write(resource)))
                == 1;
    }

    /** Adds or replaces a resource. */
    public void put(String name, T resource) {
        jdbi.useHandle(handle -> handle.execute(
                "INSERT INTO service_document (kind, name, body) VALUES (?, ?, ?)"
                        + " ON CONFLICT (kind, name) DO UPDATE SET body = excluded.body",
                kind,
                name,
                write(resource)));
    }

    /** Removes a resource; false when there is none. */
    public boolean delete(String name) {
        return jdbi.withHandle(handle ->
                        handle.execute("DELETE FROM service_document WHERE kind = ? AND name = ?", kind, name))
                == 1;
    }

    private String write(T resource) {
        return new String(SdkJsonWriter.write(resource), StandardCharsets.UTF_8);
    }

    private T read(String json) {
        return SdkJsonReader.read(json.getBytes(StandardCharsets.UTF_8), builders.get(), type);
    }
}
