package io.millrace.server.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends what builds of a dead server have left running. In namespaces the kernel has ended it all with the server; elsewhere a build's
 * processes live on, and are known by the folder that their environment names. Where there is no {@code /proc}, none is found.
 */
final class OrphanedBuildProcesses {
    private static final Logger LOG = LoggerFactory.getLogger(OrphanedBuildProcesses.class);
    private static final long END_WAIT_SECONDS = 10;

    private final Path workFolder;

    OrphanedBuildProcesses(Path workFolder) {
        this.workFolder = workFolder;
    }

    void kill() {
        List<ProcessHandle> left =
                ProcessHandle.allProcesses().filter(this::isOfABuild).toList();
        left.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle process : left) {
            LOG.warn("The process {} of a build was left by a server that ended", process.pid());
            await(process.onExit());
        }
    }

    private boolean isOfABuild(ProcessHandle process) {
        try {
            String environment = new String(
                    Files.readAllBytes(Path.of("/proc", String.valueOf(process.pid()), "environ")),
                    StandardCharsets.ISO_8859_1);
            return ("\0" + environment).contains("\0" + BuildRun.STATE_VARIABLE + "=" + workFolder + "/");
        } catch (IOException e) {
            // It has ended, or is somebody else's.
            return false;
        }
    }

    private static void await(CompletableFuture<ProcessHandle> end) {
        try {
            end.get(END_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("A process of a build does not end", e);
        }
    }
}
