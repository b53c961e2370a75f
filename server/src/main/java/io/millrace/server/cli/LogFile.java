package io.millrace.server.cli;

import java.nio.file.Path;

/** Points the log to the data folder ({@code log4j2.xml} looks the property up at every event). */
final class LogFile {
    private LogFile() {}

    /** From here on the log is in the data folder's {@code server.log}; before that it was standard error. */
    static void in(Path dataFolder) {
        System.setProperty("millrace.log.folder", dataFolder.toAbsolutePath().toString());
    }
}
