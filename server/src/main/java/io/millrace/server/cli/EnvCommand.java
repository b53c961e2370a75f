package io.millrace.server.cli;

import io.millrace.server.data.AdministratorKey;
import io.millrace.server.data.ServerNote;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints what a shell needs so that AWS tools find the running server. */
@Command(
        name = "env",
        description =
                "Print export lines that point AWS SDKs and the AWS CLI at the running server: eval \"$(./millrace env)\".",
        mixinStandardHelpOptions = true)
final class EnvCommand implements Callable<Integer> {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The server's data folder (default: ${DEFAULT-VALUE}).",
            defaultValue = "millrace-data")
    private Path data = Path.of("millrace-data");

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        ServerNote note = ServerNote.read(data)
                .orElseThrow(() -> new IllegalStateException("No server runs on the data folder " + data
                        + ". Start one with ./millrace serve --data " + data));
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        // The key stays in its file: nothing secret passes through the terminal.
        out.printf(
                "export AWS_SHARED_CREDENTIALS_FILE=%s%n",
                quoted(data.resolve(AdministratorKey.FILE_NAME).toAbsolutePath().toString()));
        out.printf("unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_PROFILE AWS_DEFAULT_PROFILE%n");
        out.printf("export AWS_REGION=%s AWS_DEFAULT_REGION=%s%n", note.region(), note.region());
        out.printf("export AWS_ENDPOINT_URL=%s%n", note.endpoint());
        out.printf("export AWS_ENDPOINT_URL_S3=%s%n", note.storageEndpoint());
        out.flush();
        return 0;
    }

    /** One word for a POSIX shell, whatever is in it. */
    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
