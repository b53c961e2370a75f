package io.millrace.server.function.runtime;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The command line and the environment of a function's process. The class path has jars only, so that class-data sharing
 * works; the environment has nothing of the server's own.
 */
final class FunctionCommand {
    private static final String LAUNCHER = "io.millrace.server.function.launcher.FunctionLauncher";
    private static final int MIN_HEAP_MEGABYTES = 64;
    /** What a JVM takes besides its heap and what the function has left for native code: classes, compiled code, stacks. */
    private static final int JVM_MEGABYTES = 256;

    private final FunctionHostSettings settings;
    private final List<String> clientOptions;

    FunctionCommand(FunctionHostSettings settings, List<String> clientOptions) {
        this.settings = settings;
        this.clientOptions = List.copyOf(clientOptions);
    }

    /** The command of a process that serves invocations. */
    List<String> serve(FunctionSpec spec) throws IOException {
        Path archive = spec.code().classArchive();
        return command(spec, Files.exists(archive) ? List.of("-XX:SharedArchiveFile=" + archive) : List.of());
    }

    /** The command of a process that writes the classes it loaded to {@code archive} when it ends. */
    List<String> archiveClasses(FunctionSpec spec, Path archive) throws IOException {
        return command(spec, List.of("-XX:ArchiveClassesAtExit=" + archive));
    }

    private List<String> command(FunctionSpec spec, List<String> sharing) throws IOException {
        int heap = heapMegabytes(spec);
        List<String> command = new ArrayList<>();
        command.add(settings.javaHome().resolve("bin/java").toString());
        // a function's process is short-lived: start-up counts, peak speed does not
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Xmx" + heap + "m"));
        command.addAll(sharing);
        command.addAll(clientOptions);
        // a crash report would land in the function's code
        command.add("-XX:ErrorFile=" + settings.logFolder().resolve(spec.name()).resolve("crash.log"));
        // the JVM's warnings about class-data sharing would be taken for the function's output
        command.addAll(List.of("-Xlog:disable", "-Dfile.encoding=UTF-8", "-cp", classPath(spec), LAUNCHER));
        command.add(spec.handler());
        return command;
    }

    private static int heapMegabytes(FunctionSpec spec) {
        return Math.max(MIN_HEAP_MEGABYTES, spec.memoryMegabytes() * 3 / 4);
    }

    /** What all memory of the process may be where the machine can bound it. */
    static long memoryBytes(FunctionSpec spec) {
        return ((long) Math.max(spec.memoryMegabytes(), heapMegabytes(spec)) + JVM_MEGABYTES) << 20;
    }

    private String classPath(FunctionSpec spec) throws IOException {
        List<Path> jars = new ArrayList<>(jarsIn(settings.runtimeFolder()));
        if (jars.isEmpty()) {
            throw new IOException("The function runtime's jars are missing in " + settings.runtimeFolder()
                    + "; build the server module first");
        }
        jars.add(spec.code().archive());
        jars.addAll(jarsIn(spec.code().taskRoot().resolve("lib")));
        return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static List<Path> jarsIn(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .map(Path::toAbsolutePath)
                    .sorted()
                    .toList();
        }
    }

    /** The whole environment; the function's own variables win over those of the services. */
    Map<String, String> environment(FunctionSpec spec, Map<String, String> services, String runtimeApi) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("PATH", "/usr/local/bin:/usr/bin:/bin");
        environment.put("JAVA_HOME", settings.javaHome().toString());
        environment.put("LANG", "C.UTF-8");
        environment.put("TZ", "UTC");
        // keeps the SDK from the profiles of the user that runs the server, and from looking for EC2
        environment.put("AWS_CONFIG_FILE", "/dev/null");
        environment.put("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
        environment.put("AWS_EC2_METADATA_DISABLED", "true");
        environment.putAll(services);
        environment.putAll(spec.environment());
        environment.put("AWS_REGION", settings.region());
        environment.put("AWS_DEFAULT_REGION", settings.region());
        environment.put("AWS_EXECUTION_ENV", "AWS_Lambda_java17");
        environment.put("AWS_LAMBDA_RUNTIME_API", runtimeApi);
        environment.put("AWS_LAMBDA_FUNCTION_NAME", spec.name());
        environment.put("AWS_LAMBDA_FUNCTION_VERSION", spec.version());
        environment.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(spec.memoryMegabytes()));
        environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
        environment.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + spec.name());
        environment.put("AWS_LAMBDA_LOG_STREAM_NAME", "$LATEST");
        environment.put("LAMBDA_TASK_ROOT", spec.code().taskRoot().toString());
        environment.put("_HANDLER", spec.handler());
        return environment;
    }
}
