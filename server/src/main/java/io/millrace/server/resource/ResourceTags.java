package io.millrace.server.resource;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The tags of resources by ARN. Calls join the transaction that the calling thread is in. Thread-safe. */
public final class ResourceTags {
    /** The most tags that a resource may have (AWS General Reference, "Tag naming limits and requirements"). */
    public static final int MAX_TAGS = 50;

    private final Jdbi jdbi;

    /** @param jdbi a database with the server's migrations */
    public ResourceTags(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** The tags of a resource, by key. */
    public Map<String, String> of(String arn) {
        return jdbi.withHandle(handle -> handle.select("SELECT tag_key, tag_value FROM service_tag WHERE arn = ?", arn)
                .reduceRows(new TreeMap<>(), (tags, row) -> {
                    tags.put(row.getColumn(1, String.class), row.getColumn(2, String.class));
                    return tags;
                }));
    }

    /**
     * Adds tags; those of the same keys are replaced.
     *
     * @return false, and nothing is changed, if there would be more than {@value #MAX_TAGS}
     */
    public boolean add(String arn, Map<String, String> added) {
        return jdbi.inTransaction(handle -> {
            Map<String, String> all = new LinkedHashMap<>(of(arn));
            all.putAll(added);
            if (all.size() > MAX_TAGS) {
                return false;
            }
            PreparedBatch batch = handle.prepareBatch("INSERT INTO service_tag (arn, tag_key, tag_value)"
                    + " VALUES (?, ?, ?) ON CONFLICT (arn, tag_key) DO UPDATE SET tag_value = excluded.tag_value");
            added.forEach((key, value) -> batch.add(arn, key, value));
            if (!added.isEmpty()) {
                batch.execute();
            }
            return true;
        });
    }

    /** Removes the tags of these keys; others are left alone. */
    public void remove(String arn, Collection<String> keys) {
        jdbi.useTransaction(handle ->
                keys.forEach(key -> handle.execute("DELETE FROM service_tag WHERE arn = ? AND tag_key = ?", arn, key)));
    }

    /** Forgets a resource that is gone. */
    public void removeAll(String arn) {
        jdbi.useHandle(handle -> handle.execute("DELETE FROM service_tag WHERE arn = ?", arn));
    }

    /** Tags as each service's own class has them, from a list to a map. */
    public static <T> Map<String, String> map(Collection<T> tags, Function<T, String> key, Function<T, String> value) {
        Map<String, String> map = new LinkedHashMap<>();
        tags.forEach(tag -> map.put(key.apply(tag), value.apply(tag)));
        return map;
    }
}
