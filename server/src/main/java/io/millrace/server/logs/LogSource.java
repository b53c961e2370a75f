package io.millrace.server.logs;

import java.util.List;
import java.util.Set;

/** Where log files come from. Thread-safe. */
interface LogSource {
    /** The groups that have files now. */
    Set<String> groups();

    /** The streams of a group, none of one that is another's. */
    List<LogStream> streams(String group);

    /** Removes the files of streams, and the folders that are empty then. */
    void delete(String group, List<LogStream> streams);

    /** The streams that may be written to now. */
    List<LogStream> growing();
}
