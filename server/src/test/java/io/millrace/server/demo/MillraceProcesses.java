package io.millrace.server.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The command lines that a test starts; those that still run after it are killed, so that its folder can go. */
public final class MillraceProcesses implements AfterEachCallback {
    private final List<MillraceProcess> started = new ArrayList<>();

    /** Starts {@code millrace arguments…}; its outputs go to files in {@code folder}. */
    public MillraceProcess start(Path folder, String... arguments) throws IOException {
        MillraceProcess process = MillraceProcess.start(folder, arguments);
        started.add(process);
        return process;
    }

    @Override
    public void afterEach(ExtensionContext test) throws InterruptedException {
        kill();
    }

    /** {@code kill -9} for all. */
    public void kill() throws InterruptedException {
        for (MillraceProcess process : started) {
            process.kill();
        }
    }
}
