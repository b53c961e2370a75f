package io.millrace.server.function;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.generic.GenericType;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;

/** The functions in the database. Thread-safe; each call is one transaction. */
final class FunctionRows {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> TABLES = List.of(
            "lambda_async_invocations",
            "lambda_versions",
            "lambda_aliases",
            "lambda_permissions",
            "lambda_event_invoke",
            "lambda_functions");

    private final Jdbi jdbi;
    private final SealedConfigurations sealed;

    /** Seals what an earlier server left open. */
    FunctionRows(Jdbi jdbi, SealedConfigurations sealed) {
        this.jdbi = jdbi;
        this.sealed = sealed;
        jdbi.useTransaction(this::sealAll);
    }

    private void sealAll(Handle handle) {
        handle.select("SELECT function_name, configuration FROM lambda_functions WHERE configuration LIKE '{%'")
                .map((row, context) -> sealed.open(row.getString(1), row.getString(2)))
                .list()
                .forEach(function -> handle.execute(
                        "UPDATE lambda_functions SET configuration = ? WHERE function_name = ?",
                        sealed.seal(function),
                        function.functionName()));
    }

    Optional<FunctionConfiguration> find(String name) {
        return jdbi.withHandle(
                handle -> handle.select("SELECT configuration FROM lambda_functions WHERE function_name = ?", name)
                        .mapTo(String.class)
                        .map(text -> sealed.open(name, text))
                        .findOne());
    }

    Map<String, String> tags(String name) {
        return jdbi.withHandle(
                handle -> handle.select("SELECT tags FROM lambda_functions WHERE function_name = ?", name)
                        .mapTo(String.class)
                        .map(FunctionRows::readTags)
                        .findOne()
                        .orElse(Map.of()));
    }

    void putTags(String name, Map<String, String> tags) {
        jdbi.useHandle(handle ->
                handle.execute("UPDATE lambda_functions SET tags = ? WHERE function_name = ?", writeTags(tags), name));
    }

    /** What is reserved for the function; empty if nothing is. */
    OptionalInt reserved(String name) {
        Integer count = reservations().get(name);
        return count == null ? OptionalInt.empty() : OptionalInt.of(count);
    }

    /** The reserved concurrency of the functions that have one. */
    Map<String, Integer> reservations() {
        return jdbi.withHandle(
                handle -> handle.select("SELECT function_name, reserved_concurrency FROM lambda_functions"
                                + " WHERE reserved_concurrency IS NOT NULL")
                        .setMapKeyColumn("function_name")
                        .setMapValueColumn("reserved_concurrency")
                        .collectInto(new GenericType<Map<String, Integer>>() {}));
    }

    void reserve(String name, OptionalInt count) {
        jdbi.useHandle(handle -> handle.execute(
                "UPDATE lambda_functions SET reserved_concurrency = ? WHERE function_name = ?",
                count.isPresent() ? count.getAsInt() : null,
                name));
    }

    /** The functions after {@code name}, by name. */
    List<FunctionConfiguration> listAfter(String name, int limit) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT function_name, configuration FROM lambda_functions WHERE function_name > ?"
                                + " ORDER BY function_name LIMIT ?",
                        name,
                        limit)
                .map((row, context) -> sealed.open(row.getString(1), row.getString(2)))
                .list());
    }

    /** False when there is one of this name. */
    boolean insert(FunctionConfiguration function, Map<String, String> tags) {
        return jdbi.withHandle(handle -> handle.execute(
                        "INSERT INTO lambda_functions (function_name, revision_id, configuration, tags)"
                                + " VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                        function.functionName(),
                        function.revisionId(),
                        sealed.seal(function),
                        writeTags(tags)))
                == 1;
    }

    /** False when the function is gone or is no longer the revision {@code replaced}. */
    boolean update(FunctionConfiguration function, String replaced) {
        return jdbi.withHandle(handle -> handle.execute(
                        "UPDATE lambda_functions SET revision_id = ?, configuration = ?"
                                + " WHERE function_name = ? AND revision_id = ?",
                        function.revisionId(),
                        sealed.seal(function),
                        function.functionName(),
                        replaced))
                == 1;
    }

    /** Deletes the function with everything that belongs to it; false when there is none. */
    boolean delete(String name) {
        return jdbi.inTransaction(handle -> {
            int deleted = 0;
            for (String table : TABLES) {
                deleted = handle.execute("DELETE FROM " + table + " WHERE function_name = ?", name);
            }
            return deleted == 1;
        });
    }

    private static String writeTags(Map<String, String> tags) {
        try {
            return JSON.writeValueAsString(tags);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> readTags(String json) {
        try {
            return JSON.readValue(json, new TypeReference<Map<String, String>>() {});
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
