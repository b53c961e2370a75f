package io.millrace.server.function;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.catalog.sdkjson.SdkJsonReader;
import io.millrace.catalog.sdkjson.SdkJsonWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;

/** The functions in the database. Thread-safe; each call is one transaction. */
final class FunctionRows {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Jdbi jdbi;

    FunctionRows(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    Optional<FunctionConfiguration> find(String name) {
        return jdbi.withHandle(
                handle -> handle.select("SELECT configuration FROM lambda_functions WHERE function_name = ?", name)
                        .mapTo(String.class)
                        .map(FunctionRows::read)
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

    /** The functions after {@code name}, by name. */
    List<FunctionConfiguration> listAfter(String name, int limit) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT configuration FROM lambda_functions WHERE function_name > ? ORDER BY function_name LIMIT ?",
                        name,
                        limit)
                .mapTo(String.class)
                .map(FunctionRows::read)
                .list());
    }

    /** False when there is one of this name. */
    boolean insert(FunctionConfiguration function, Map<String, String> tags) {
        return jdbi.withHandle(handle -> handle.execute(
                        "INSERT INTO lambda_functions (function_name, revision_id, configuration, tags)"
                                + " VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                        function.functionName(),
                        function.revisionId(),
                        write(function),
                        writeTags(tags)))
                == 1;
    }

    /** False when the function is gone or is no longer the revision {@code replaced}. */
    boolean update(FunctionConfiguration function, String replaced) {
        return jdbi.withHandle(handle -> handle.execute(
                        "UPDATE lambda_functions SET revision_id = ?, configuration = ?"
                                + " WHERE function_name = ? AND revision_id = ?",
                        function.revisionId(),
                        write(function),
                        function.functionName(),
                        replaced))
                == 1;
    }

    /** Deletes the function with its queued invocations; false when there is none. */
    boolean delete(String name) {
        return jdbi.inTransaction(handle -> {
            handle.execute("DELETE FROM lambda_async_invocations WHERE function_name = ?", name);
            return handle.execute("DELETE FROM lambda_functions WHERE function_name = ?", name) == 1;
        });
    }

    private static String write(FunctionConfiguration function) {
        return new String(SdkJsonWriter.write(function), StandardCharsets.UTF_8);
    }

    private static FunctionConfiguration read(String json) {
        return SdkJsonReader.read(
                json.getBytes(StandardCharsets.UTF_8),
                (SdkPojo) FunctionConfiguration.builder(),
                FunctionConfiguration.class);
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
