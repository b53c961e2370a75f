package io.millrace.server.function;

import io.millrace.server.function.runtime.FunctionSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;

/** The functions of this server: their rows, code and names. Thread-safe. */
public final class Functions {
    private final FunctionRows rows;
    private final FunctionCodeStore code;
    private final FunctionNames names;

    /**
     * The functions in a database that has the server's migrations.
     *
     * @param codeFolder where the code is kept
     * @param region the region of the functions' ARNs
     */
    public Functions(Jdbi jdbi, Path codeFolder, String region) {
        this.rows = new FunctionRows(jdbi);
        this.code = new FunctionCodeStore(codeFolder);
        this.names = new FunctionNames(region);
    }

    FunctionRows rows() {
        return rows;
    }

    FunctionCodeStore code() {
        return code;
    }

    FunctionNames names() {
        return names;
    }

    /** The function by name, partial ARN or ARN. */
    FunctionConfiguration load(String text, @Nullable String qualifier) {
        String name = names.parse(text, qualifier);
        return rows.find(name).orElseThrow(() -> FunctionErrors.notFound(names.arn(name)));
    }

    /** How to run it. */
    FunctionSpec spec(FunctionConfiguration function) {
        return new FunctionSpec(
                function.functionName(),
                function.functionArn(),
                function.revisionId(),
                function.handler(),
                function.role(),
                Duration.ofSeconds(function.timeout()),
                function.memorySize(),
                function.environment() == null
                        ? Map.of()
                        : function.environment().variables(),
                code.locate(function.functionName(), function.codeSha256(), function.codeSize()));
    }
}
