package io.millrace.server.bench;

import io.millrace.server.MillraceHome;
import io.millrace.server.data.AdministratorKey;
import io.millrace.server.data.ServerNote;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** {@code millrace serve} as users run it, a process of its own on a fresh data folder, which is removed with it. */
final class ServeProcess implements AutoCloseable {
    private static final Pattern USED_KILOBYTES = Pattern.compile("(?:total|used) *(?:\\d+K, used )?(\\d+)K");

    private final Path data;
    private final Process process;
    private final ServerNote note;
    private final AdministratorKey key;

    private ServeProcess(Path data, Process process) {
        this.data = data;
        this.process = process;
        this.note = ServerNote.read(data).orElseThrow();
        this.key = AdministratorKey.loadOrCreate(data);
    }

    /** Starts a server with these further lines in its configuration. */
    static ServeProcess start(String settings) throws IOException {
        Path data = Files.createTempDirectory("millrace-bench");
        Files.writeString(data.resolve("millrace.properties"), "server.port=0\nstorage.embedded-port=0\n" + settings);
        Path launcher = MillraceHome.fromSystemProperty().root().resolve("millrace");
        Process process = new ProcessBuilder(launcher.toString(), "serve", "--data", data.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String line = out.readLine();
        while (line != null && !line.startsWith("Millrace serves at")) {
            line = out.readLine(); // what options such as a flight recorder say
        }
        if (line == null) {
            process.destroy();
            throw new IllegalStateException("The server did not start; what it says is above");
        }
        return new ServeProcess(data, process);
    }

    SignedConnection connect() throws IOException {
        return new SignedConnection(note.endpoint(), note.region(), key);
    }

    URI endpoint() {
        return note.endpoint();
    }

    URI storageEndpoint() {
        return note.storageEndpoint();
    }

    String region() {
        return note.region();
    }

    String accessKeyId() {
        return key.accessKeyId();
    }

    String secretAccessKey() {
        return key.secretAccessKey();
    }

    /** The variables that the server gives its jobs. */
    Map<String, String> jobEnvironment() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("AWS_REGION", region());
        variables.put("AWS_ACCESS_KEY_ID", accessKeyId());
        variables.put("AWS_SECRET_ACCESS_KEY", secretAccessKey());
        variables.put("AWS_ENDPOINT_URL_GLUE", endpoint().toString());
        variables.put("MILLRACE_S3_ENDPOINT", storageEndpoint().toString());
        variables.put("MILLRACE_S3_REGION", region());
        variables.put("MILLRACE_S3_ACCESS_KEY_ID", accessKeyId());
        variables.put("MILLRACE_S3_SECRET_ACCESS_KEY", secretAccessKey());
        return variables;
    }

    /** The heap that is left after a full collection. */
    double liveHeapMegabytes() throws IOException {
        jcmd("GC.run");
        String info = jcmd("GC.heap_info");
        double kilobytes = 0;
        for (String line : info.lines().toList()) {
            Matcher used = USED_KILOBYTES.matcher(line);
            if (!line.contains("Metaspace") && !line.contains("class space") && used.find()) {
                kilobytes += Double.parseDouble(used.group(1));
            }
        }
        if (kilobytes == 0) {
            throw new IllegalStateException("Cannot read the heap's size from " + info);
        }
        return kilobytes / 1024;
    }

    private String jcmd(String command) throws IOException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process run = new ProcessBuilder(jcmd.toString(), Long.toString(process.pid()), command)
                .redirectErrorStream(true)
                .start();
        return new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** The process's memory: {@code VmRSS} now, {@code VmHWM} at its peak. */
    double residentMegabytes(String field) throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith(field + ":")) {
                return Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024;
            }
        }
        throw new IllegalStateException(status + " has no " + field);
    }

    /** What the server has used of the processors so far: unlike wall time it hardly depends on what else the machine does. */
    double cpuSeconds() {
        return process.toHandle()
                        .info()
                        .totalCpuDuration()
                        .map(Duration::toNanos)
                        .orElse(0L)
                / 1e9;
    }

    /** The size of the database with its log. */
    double databaseMegabytes() throws IOException {
        double bytes = 0;
        try (Stream<Path> files = Files.list(data)) {
            for (Path file : files.filter(f -> f.getFileName().toString().contains(".db"))
                    .toList()) {
                bytes += Files.size(file);
            }
        }
        return bytes / (1 << 20);
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        process.onExit()
                .orTimeout(30, TimeUnit.SECONDS)
                .exceptionally(late -> process.destroyForcibly().onExit().join())
                .join();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
