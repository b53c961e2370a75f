package io.millrace.server.logs;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A stream of a group: the log of one process or run.
 *
 * @param name as CloudWatch shows it
 * @param paths its files, the oldest first; one may be gone
 */
record LogStream(String name, List<Path> paths) {
    LogStream {
        paths = List.copyOf(paths);
    }

    /** The files that are there. */
    List<LogFile> files() {
        return paths.stream().map(LogFile::at).flatMap(Optional::stream).toList();
    }
}
