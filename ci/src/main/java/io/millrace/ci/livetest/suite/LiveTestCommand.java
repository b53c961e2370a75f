package io.millrace.ci.livetest.suite;

import io.millrace.ci.livetest.LiveTestException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;

/** The live test as a program: ends with 0 if every check passed, 1 if one did not, 2 if it could not be carried out. */
@Command(
        name = "live-test",
        mixinStandardHelpOptions = true,
        description = {
            "Runs a stage's chain of crawls and jobs and checks what it left.",
            "Endpoint, region and key are those of the AWS SDK: AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID, AWS_PROFILE, …",
            "An object store that has a key of its own: STORE_ACCESS_KEY_ID and STORE_SECRET_ACCESS_KEY."
        })
public final class LiveTestCommand implements Callable<Integer> {
    private static final int RED = 1;
    private static final int NOT_CARRIED_OUT = 2;

    @Option(names = "--stack", paramLabel = "NAME", description = "The stage's stack, whose outputs name its parts.")
    private @Nullable String stack;

    @Option(
            names = "--name",
            paramLabel = "KEY=VALUE",
            description = "A name of the stage beside or instead of the stack's outputs, such as RawTable=raw.trips.")
    private Map<String, String> names = new LinkedHashMap<>();

    @Option(
            names = "--checks",
            paramLabel = "FOLDER",
            defaultValue = "ci/checks",
            description = "expectations.yaml and the stage's own *.sql checks (default: ${DEFAULT-VALUE}).")
    private Path checks = Path.of("ci/checks");

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "Raw files to upload first; without it nothing is uploaded.")
    private @Nullable Path data;

    @Option(
            names = "--reports",
            paramLabel = "FOLDER",
            defaultValue = "ci/target/live-test",
            description = "Where the JUnit XML report goes (default: ${DEFAULT-VALUE}).")
    private Path reports = Path.of("ci/target/live-test");

    @Option(
            names = "--timeout-seconds",
            paramLabel = "N",
            defaultValue = "1800",
            description = "How long one run of the chain may take (default: ${DEFAULT-VALUE}).")
    private long timeoutSeconds;

    // Not on the command line, where every user of the machine would see it.
    @Option(names = "--store-key-id", hidden = true, defaultValue = "${env:STORE_ACCESS_KEY_ID}")
    private @Nullable String storeKeyId;

    @Option(names = "--store-key-secret", hidden = true, defaultValue = "${env:STORE_SECRET_ACCESS_KEY}")
    private @Nullable String storeKeySecret;

    /** Runs the program. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new LiveTestCommand()).execute(arguments));
    }

    @Override
    public Integer call() {
        try (LiveTestClients clients = LiveTestClients.bySettings(storeKey())) {
            LiveTestSettings settings = new LiveTestSettings(
                    Optional.ofNullable(stack),
                    names,
                    checks,
                    Optional.ofNullable(data),
                    reports,
                    Duration.ofSeconds(timeoutSeconds));
            return LiveTestRun.run(settings, clients, System.out) ? 0 : RED;
        } catch (LiveTestException | IllegalArgumentException | SdkException e) {
            System.err.println(e.getMessage());
            return NOT_CARRIED_OUT;
        }
    }

    private AwsCredentialsProvider storeKey() {
        return storeKeyId == null || storeKeySecret == null || storeKeyId.isBlank()
                ? DefaultCredentialsProvider.builder().build()
                : StaticCredentialsProvider.create(AwsBasicCredentials.create(storeKeyId, storeKeySecret));
    }
}
