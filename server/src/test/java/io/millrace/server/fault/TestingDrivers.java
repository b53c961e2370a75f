package io.millrace.server.fault;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A driver that does runs, and a warm one that takes its place when it is killed. */
final class TestingDrivers implements AutoCloseable {
    private final Map<String, String> environment;
    private final Path log;
    private final String[] options;
    private TestingDriver driver;
    private @Nullable TestingDriver standby;

    /** @param log receives what they write */
    TestingDrivers(Map<String, String> environment, Path log) throws IOException, URISyntaxException {
        this(environment, log, new String[0]);
        this.standby = newDriver();
    }

    private TestingDrivers(Map<String, String> environment, Path log, String[] options)
            throws IOException, URISyntaxException {
        this.environment = environment;
        this.log = log;
        this.options = options;
        this.driver = newDriver();
    }

    /** A driver whose tasks run in a process of their own, as on a cluster; none is kept beside it. */
    static TestingDrivers withExecutors(Map<String, String> environment, Path folder, Path log)
            throws IOException, URISyntaxException {
        Path home = Files.createDirectories(folder.resolve("spark-home"));
        // Spark's launcher wants the folder; the classes come from the class path.
        Files.createDirectories(home.resolve("jars"));
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.put("SPARK_HOME", home.toString());
        all.put("SPARK_SCALA_VERSION", "2.13");
        return new TestingDrivers(all, log, new String[] {
            "-Dspark.master=local-cluster[1,1,600]",
            "-Dspark.executor.memory=500m",
            "-Dspark.executor.extraClassPath=" + TestingDriver.classPath(),
            "-Dspark.executor.extraJavaOptions=-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Duser.timezone=UTC"
        });
    }

    private TestingDriver newDriver() throws IOException, URISyntaxException {
        return TestingDriver.start(environment, log, options);
    }

    /** What {@link TestingDriver#run} says; a driver that died is replaced. */
    String run(List<String> arguments) throws IOException, URISyntaxException {
        String result = driver.run(arguments);
        if (result.equals("dead")) {
            driver.kill();
            driver = standby == null ? newDriver() : standby;
            standby = standby == null ? null : newDriver();
        }
        return result;
    }

    /** The other one, for runs at the same time. */
    TestingDriver other() {
        return Objects.requireNonNull(standby);
    }

    /** {@code kill -9} of the processes in which tasks run. @return them */
    List<ProcessHandle> killExecutors() {
        List<ProcessHandle> executors = driver.descendants();
        if (executors.isEmpty()) {
            throw new IllegalStateException("No task has a process of its own");
        }
        executors.forEach(ProcessHandle::destroyForcibly);
        return executors;
    }

    /** The requests of a kind, at which the driver is killed. */
    <R> Predicate<R> killing(Predicate<R> kind) {
        TestingDriver victim = driver;
        return request -> {
            boolean hit = kind.test(request);
            if (hit) {
                victim.kill();
            }
            return hit;
        };
    }

    @Override
    public void close() {
        driver.close();
        if (standby != null) {
            standby.close();
        }
    }
}
