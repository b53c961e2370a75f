package io.millrace.server.job;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Reads what job runs wrote to their standard output and error. */
public final class JobRunLogs {
    private final Path runsFolder;

    /** The logs below {@link JobRunnerSettings#runsFolder}. */
    public JobRunLogs(Path runsFolder) {
        this.runsFolder = runsFolder;
    }

    /** The log's files, the older part first; none if the run has not written yet or is unknown. */
    public List<Path> files(String jobName, String runId) {
        return files(RunFolder.of(runsFolder, jobName, runId));
    }

    private static List<Path> files(RunFolder folder) {
        Path log = folder.log();
        return Stream.of(BoundedLog.older(log), log)
                .filter(Files::isRegularFile)
                .toList();
    }

    /** The last {@code maxBytes} of the log, at most, as text. */
    public String tail(String jobName, String runId, int maxBytes) throws IOException {
        return tail(RunFolder.of(runsFolder, jobName, runId), maxBytes);
    }

    static String tail(RunFolder folder, int maxBytes) throws IOException {
        StringBuilder text = new StringBuilder();
        int left = maxBytes;
        List<Path> files = files(folder);
        for (int i = files.size() - 1; i >= 0 && left > 0; i--) {
            byte[] end = end(files.get(i), left);
            text.insert(0, new String(end, StandardCharsets.UTF_8));
            left -= end.length;
        }
        return text.toString();
    }

    private static byte[] end(Path file, int maxBytes) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            long start = Math.max(0, in.length() - maxBytes);
            byte[] bytes = new byte[(int) (in.length() - start)];
            in.seek(start);
            in.readFully(bytes);
            return bytes;
        }
    }
}
