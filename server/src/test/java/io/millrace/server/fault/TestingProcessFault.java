package io.millrace.server.fault;

import java.util.concurrent.Callable;

/** What strikes processes and their disk. */
final class TestingProcessFault {
    private TestingProcessFault() {}

    static Callable<?> server(TestingProcesses processes) {
        return () -> {
            processes.replaceServer();
            return processes;
        };
    }

    static Callable<?> store(TestingProcesses processes) {
        return () -> {
            processes.replaceStore();
            return processes;
        };
    }

    static Callable<?> full(TestingSmallDisk disk) {
        return () -> {
            disk.fill();
            return disk;
        };
    }
}
