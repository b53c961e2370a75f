package io.millrace.server.function;

import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jdbi.v3.core.Jdbi;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;

/** Published versions of functions. Thread-safe; each call is one transaction. */
final class VersionRows {
    private final Jdbi jdbi;
    private final SealedConfigurations sealed;

    VersionRows(Jdbi jdbi, SealedConfigurations sealed) {
        this.jdbi = jdbi;
        this.sealed = sealed;
    }

    Optional<FunctionConfiguration> find(String name, long version) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT configuration FROM lambda_versions WHERE function_name = ? AND version = ?",
                        name,
                        version)
                .mapTo(String.class)
                .map(text -> sealed.open(name, text))
                .findOne());
    }

    /** The version that was published last and is still there. */
    Optional<FunctionConfiguration> findNewest(String name) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT configuration FROM lambda_versions WHERE function_name = ?"
                                + " ORDER BY version DESC LIMIT 1",
                        name)
                .mapTo(String.class)
                .map(text -> sealed.open(name, text))
                .findOne());
    }

    /** The versions after {@code version}, the oldest first. */
    List<FunctionConfiguration> listAfter(String name, long version, int limit) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT configuration FROM lambda_versions WHERE function_name = ? AND version > ?"
                                + " ORDER BY version LIMIT ?",
                        name,
                        version,
                        limit)
                .mapTo(String.class)
                .map(text -> sealed.open(name, text))
                .list());
    }

    /** Publishes what {@code snapshot} makes of the next number. Numbers are never given again while the function lives. */
    FunctionConfiguration publish(String name, LongFunction<FunctionConfiguration> snapshot) {
        return jdbi.inTransaction(handle -> {
            handle.execute("UPDATE lambda_functions SET last_version = last_version + 1 WHERE function_name = ?", name);
            long number = handle.select("SELECT last_version FROM lambda_functions WHERE function_name = ?", name)
                    .mapTo(Long.class)
                    .one();
            FunctionConfiguration version = snapshot.apply(number);
            handle.execute(
                    "INSERT INTO lambda_versions (function_name, version, configuration) VALUES (?, ?, ?)",
                    name,
                    number,
                    sealed.seal(version));
            return version;
        });
    }

    /** Deletes a version with its policy; false when there is none. */
    boolean delete(String name, long version) {
        return jdbi.inTransaction(handle -> {
            handle.execute(
                    "DELETE FROM lambda_permissions WHERE function_name = ? AND qualifier = ?",
                    name,
                    Long.toString(version));
            return handle.execute("DELETE FROM lambda_versions WHERE function_name = ? AND version = ?", name, version)
                    == 1;
        });
    }
}
