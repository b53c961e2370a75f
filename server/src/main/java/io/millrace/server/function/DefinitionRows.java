package io.millrace.server.function;

import io.millrace.catalog.sdkjson.SdkJsonReader;
import io.millrace.catalog.sdkjson.SdkJsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;
import software.amazon.awssdk.core.SdkPojo;

/**
 * What belongs to a function under a name of its own, as JSON of the API: aliases, settings of asynchronous invocations.
 * Thread-safe; each call is one transaction.
 */
final class DefinitionRows<T extends SdkPojo> {
    private final Jdbi jdbi;
    private final String table;
    private final String nameColumn;
    private final Class<T> type;
    private final Supplier<SdkPojo> builders;

    DefinitionRows(Jdbi jdbi, String table, String nameColumn, Class<T> type, Supplier<SdkPojo> builders) {
        this.jdbi = jdbi;
        this.table = table;
        this.nameColumn = nameColumn;
        this.type = type;
        this.builders = builders;
    }

    Optional<T> find(String function, String name) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT definition FROM %s WHERE function_name = ? AND %s = ?".formatted(table, nameColumn),
                        function,
                        name)
                .mapTo(String.class)
                .map(this::read)
                .findOne());
    }

    /** Those after {@code name}, by name. */
    List<T> listAfter(String function, String name, int limit) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT definition FROM %s WHERE function_name = ? AND %s > ? ORDER BY %s LIMIT ?"
                                .formatted(table, nameColumn, nameColumn),
                        function,
                        name,
                        limit)
                .mapTo(String.class)
                .map(this::read)
                .list());
    }

    void put(String function, String name, T definition) {
        jdbi.useHandle(handle -> handle.execute(
                "INSERT INTO %s (function_name, %s, definition) VALUES (?, ?, ?)".formatted(table, nameColumn)
                        + " ON CONFLICT (function_name, %s) DO UPDATE SET definition = excluded.definition"
                                .formatted(nameColumn),
                function,
                name,
                new String(SdkJsonWriter.write(definition), StandardCharsets.UTF_8)));
    }

    /** False when there is none. */
    boolean delete(String function, String name) {
        return jdbi.withHandle(handle -> handle.execute(
                        "DELETE FROM %s WHERE function_name = ? AND %s = ?".formatted(table, nameColumn),
                        function,
                        name))
                == 1;
    }

    private T read(String json) {
        return SdkJsonReader.read(json.getBytes(StandardCharsets.UTF_8), builders.get(), type);
    }
}
