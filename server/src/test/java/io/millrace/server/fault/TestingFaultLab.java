package io.millrace.server.fault;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** All that a test of runs and faults needs: server and store behind proxies, and drivers. */
final class TestingFaultLab implements AutoCloseable {
    /** Enough for what the tests write, and soon full. */
    private static final int DISK_MEGABYTES = 64;

    private final Path folder;
    private final @Nullable TestingSmallDisk disk;
    private final @Nullable TestingProcesses processes;
    private final TestingFaultyServer server;
    private final TestingFaultProxy catalog;
    private final TestingDrivers drivers;

    private TestingFaultLab(
            Path folder,
            @Nullable TestingSmallDisk disk,
            @Nullable TestingProcesses processes,
            TestingFaultyServer server)
            throws IOException, URISyntaxException {
        this.folder = folder;
        this.disk = disk;
        this.processes = processes;
        this.server = server;
        this.catalog = TestingFaultProxy.before(server.endpoint());
        this.drivers = new TestingDrivers(server.environment(catalog), driverLog());
    }

    /** Server and store in this process. */
    static TestingFaultLab start(Path folder) throws IOException, URISyntaxException {
        return new TestingFaultLab(folder, null, null, TestingFaultyServer.start(folder));
    }

    /** Server and store as processes, on a small disk where one can be made. */
    static TestingFaultLab startProcesses(Path folder) throws IOException, URISyntaxException {
        TestingSmallDisk disk =
                TestingSmallDisk.isPossible() ? TestingSmallDisk.mount(folder.resolve("small"), DISK_MEGABYTES) : null;
        TestingProcesses processes =
                TestingProcesses.in(disk == null ? folder : disk.folder(), TestingFaultyServer.KEY);
        return new TestingFaultLab(folder, disk, processes, TestingFaultyServer.of(processes));
    }

    TestingFaultyServer server() {
        return server;
    }

    /** Before the server. */
    TestingFaultProxy catalog() {
        return catalog;
    }

    /** Before the store. */
    TestingFaultProxy store() {
        return server.proxy();
    }

    TestingDrivers drivers() {
        return drivers;
    }

    Path driverLog() {
        return folder.resolve("driver.log");
    }

    /** A job that has run once. */
    TestingJob job(String table, String... more) throws IOException, URISyntaxException {
        TestingJob job = new TestingJob(server, drivers, table, more);
        job.succeeds();
        return job;
    }

    /** A driver with tasks in processes of their own. */
    TestingDrivers cluster() throws IOException, URISyntaxException {
        return TestingDrivers.withExecutors(server.environment(catalog), folder, folder.resolve("cluster.log"));
    }

    /** {@code kill -9} of the server, and a new one. */
    Callable<?> replacingServer() {
        TestingProcesses own = Objects.requireNonNull(processes);
        return () -> {
            own.replaceServer();
            return own;
        };
    }

    /** {@code kill -9} of the store, and a new one. */
    Callable<?> replacingStore() {
        TestingProcesses own = Objects.requireNonNull(processes);
        return () -> {
            own.replaceStore();
            return own;
        };
    }

    /** The disk of server and store, which the test can fill. */
    TestingSmallDisk disk() {
        assumeTrue(disk != null, "Only root can mount a small disk");
        return Objects.requireNonNull(disk);
    }

    boolean hasDisk() {
        return disk != null;
    }

    @Override
    public void close() throws IOException {
        drivers.close();
        catalog.close();
        server.close();
        if (disk != null) {
            disk.close();
        }
    }
}
