package io.millrace.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Debian's AWS CLI with one key. It knows the endpoints from its arguments alone, as it is older than AWS_ENDPOINT_URL. */
final class AwsCli {
    /** Debian's, never one that is first on somebody's path. */
    static final Path PROGRAM = Path.of("/usr/bin/aws");

    private static final long PATIENCE_SECONDS = 60;

    private final URI endpoint;
    private final URI storageEndpoint;
    private final Path folder;
    private final String keyId;
    private final String secret;
    private final String sessionToken;

    /** What one run gave. */
    record Outcome(int exit, String out, String err) {}

    AwsCli(URI endpoint, URI storageEndpoint, Path folder, String keyId, String secret) {
        this(endpoint, storageEndpoint, folder, keyId, secret, "");
    }

    private AwsCli(URI endpoint, URI storageEndpoint, Path folder, String keyId, String secret, String sessionToken) {
        assertThat(PROGRAM).as("Debian's AWS CLI (apt-get install awscli)").isExecutable();
        this.endpoint = endpoint;
        this.storageEndpoint = storageEndpoint;
        this.folder = folder;
        this.keyId = keyId;
        this.secret = secret;
        this.sessionToken = sessionToken;
    }

    /** The same with a temporary key. */
    AwsCli withSession(String otherId, String otherSecret, String token) {
        return new AwsCli(endpoint, storageEndpoint, folder, otherId, otherSecret, token);
    }

    /** The same with another key. */
    AwsCli withKey(String otherId, String otherSecret) {
        return new AwsCli(endpoint, storageEndpoint, folder, otherId, otherSecret);
    }

    /** Runs {@code aws arguments…} against the endpoint that serves its first word. */
    Outcome run(List<String> arguments) throws IOException, InterruptedException {
        URI target = arguments.get(0).startsWith("s3") ? storageEndpoint : endpoint;
        List<String> all = new ArrayList<>(List.of("--endpoint-url", target.toString(), "--output", "json"));
        all.addAll(arguments);
        Path out = Files.createTempFile(folder, "aws", ".out");
        Path err = Files.createTempFile(folder, "aws", ".err");
        int exit = AwsProcesses.shared().run(all, environment(), out, err, PATIENCE_SECONDS);
        return new Outcome(exit, Files.readString(out), Files.readString(err));
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(Map.of(
                "AWS_ACCESS_KEY_ID",
                keyId,
                "AWS_SECRET_ACCESS_KEY",
                secret,
                "AWS_DEFAULT_REGION",
                "us-east-1",
                "AWS_CONFIG_FILE",
                folder.resolve("none").toString(),
                "AWS_SHARED_CREDENTIALS_FILE",
                folder.resolve("none").toString(),
                "AWS_PAGER",
                ""));
        if (!sessionToken.isEmpty()) {
            environment.put("AWS_SESSION_TOKEN", sessionToken);
        }
        return environment;
    }

    /** Runs a command that is to succeed and say nothing on standard error; returns what it printed. */
    String succeed(List<String> arguments) throws IOException, InterruptedException {
        Outcome outcome = run(arguments);
        assertThat(outcome.err()).as("%s", arguments).isEmpty();
        assertThat(outcome.exit()).as("%s", arguments).isZero();
        return outcome.out();
    }
}
