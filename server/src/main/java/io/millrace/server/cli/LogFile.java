package io.millrace.server.cli;

import io.millrace.server.config.ObservabilityConfig.LogFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Points the log to the data folder ({@code log4j2.xml} looks the property up at every event). */
final class LogFile {
    private static final String FOLDER = "millrace.log.folder";
    private static final String FORMAT = "millrace.log.format";

    private LogFile() {}

    /**
     * From here on the log is in the data folder's {@code server.log}; before that it was standard error. Makes the folder: the log
     * is its first file, and Log4j would tell of one that cannot be made by stack traces.
     *
     * @throws UncheckedIOException if no file can be made in the folder
     */
    static void in(Path dataFolder) {
        try {
            Files.createDirectories(dataFolder);
            Files.deleteIfExists(Files.createTempFile(dataFolder, "start-", ".probe"));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot write in the data folder %s. Choose another with --data, or give this user the right"
                            .formatted(dataFolder),
                    e);
        }
        System.setProperty(FOLDER, dataFolder.toAbsolutePath().toString());
        as(LogFormat.TEXT);
    }

    /** From here on the log has this form. */
    static void as(LogFormat format) {
        System.setProperty(FORMAT, format.name().toLowerCase(Locale.ROOT));
    }

    /** Whether there is a log file. A command without one has only the terminal, where stack traces help nobody. */
    static boolean isChosen() {
        return System.getProperty(FOLDER) != null;
    }
}
