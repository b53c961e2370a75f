package io.millrace.etl.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The command line of a job run's process. Nothing secret belongs on it: credentials go through the environment, which other
 * users of the machine cannot read.
 */
public final class WorkerCommand {
    /** The class that runs in the process. A name, so that who starts a worker needs no Spark. */
    public static final String MAIN_CLASS = "io.millrace.etl.worker.JobWorker";

    /** The class that runs in the process of a large crawl. */
    private static final String CRAWL_CLASS = "io.millrace.etl.crawl.CrawlJob";

    private static final List<String> OPENED_PACKAGES = List.of(
            "java.base/java.lang",
            "java.base/java.lang.invoke",
            "java.base/java.lang.reflect",
            "java.base/java.io",
            "java.base/java.net",
            "java.base/java.nio",
            "java.base/java.util",
            "java.base/java.util.concurrent",
            "java.base/java.util.concurrent.atomic",
            "java.base/jdk.internal.ref",
            "java.base/sun.nio.ch",
            "java.base/sun.nio.cs",
            "java.base/sun.security.action",
            "java.base/sun.util.calendar",
            "java.security.jgss/sun.security.krb5");

    private WorkerCommand() {}

    /**
     * The command that runs a job's main class in a worker.
     *
     * @param javaHome the Java installation, for example {@code System.getProperty("java.home")}
     * @param classPath the content of {@code etl-jobs/target/job.classpath}, with the job's own jars before it where it has some
     * @param mainClass the job's main class
     * @param arguments the job's arguments as they are, {@code --key} and value each one element
     */
    public static List<String> of(Path javaHome, String classPath, String mainClass, List<String> arguments) {
        return of(javaHome, classPath, mainClass, arguments, ClassSharing.none());
    }

    /** The same with an archive of loaded classes. */
    public static List<String> of(
            Path javaHome, String classPath, String mainClass, List<String> arguments, ClassSharing sharing) {
        List<String> command = new ArrayList<>();
        command.add(javaHome.resolve("bin").resolve(javaProgram()).toString());
        command.addAll(jvmOptions());
        command.addAll(sharing.jvmOptions());
        command.add("-cp");
        command.add(classPath.strip());
        command.add(MAIN_CLASS);
        command.add(mainClass);
        command.addAll(arguments);
        return List.copyOf(command);
    }

    /**
     * The command of the process in which Spark reads the files of a large crawl.
     *
     * @param classPathFile {@code etl-jobs/target/job.classpath}
     */
    public static List<String> ofCrawl(Path javaHome, Path classPathFile) {
        List<String> command = new ArrayList<>();
        command.add(javaHome.resolve("bin").resolve(javaProgram()).toString());
        command.addAll(jvmOptions());
        command.add("-cp");
        try {
            command.add(Files.readString(classPathFile).strip());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + classPathFile + ", which the build writes", e);
        }
        command.add(CRAWL_CLASS);
        return List.copyOf(command);
    }

    /** The JVM options of every worker: what Spark needs on JDK 17 (its {@code JavaModuleOptions}), memory, log configuration. */
    public static List<String> jvmOptions() {
        List<String> options = new ArrayList<>();
        options.add("-XX:+IgnoreUnrecognizedVMOptions");
        options.add("-Xmx2g");
        options.add("-XX:+UseParallelGC");
        // Most classes and code of a run are used once, and the second compiler costs more than it gains on them; the
        // columnar lane's
        // loops run a thousand million times. Ten times the usual thresholds tell them apart (docs/decisions/0052).
        options.add("-XX:Tier4InvocationThreshold=50000");
        options.add("-XX:Tier4MinInvocationThreshold=6000");
        options.add("-XX:Tier4CompileThreshold=150000");
        options.add("-XX:Tier4BackEdgeThreshold=400000");
        // A run that is out of memory must end, not linger half dead.
        options.add("-XX:+ExitOnOutOfMemoryError");
        OPENED_PACKAGES.forEach(name -> options.add("--add-opens=" + name + "=ALL-UNNAMED"));
        options.add("-Djdk.reflect.useDirectMethodHandle=false");
        options.add("-Dio.netty.tryReflectionSetAccessible=true");
        options.add("-Duser.timezone=UTC");
        options.add("-Dfile.encoding=UTF-8");
        options.add("-Djava.awt.headless=true");
        options.add("-Dlog4j2.configurationFile=classpath:io/millrace/etl/worker/log4j2-worker.xml");
        return List.copyOf(options);
    }

    private static String javaProgram() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows") ? "java.exe" : "java";
    }
}
