package io.millrace.etl.worker;

import java.io.IOException;
import java.io.InputStream;

/**
 * Notices that the process which started this one is gone: the pipe on standard input then ends. A job run must not go on
 * without its server, which would start it a second time.
 */
final class ParentWatch {
    private ParentWatch() {}

    /** Reads the stream in a daemon thread and calls the action once it has ended. */
    static Thread start(InputStream input, Runnable onEnd) {
        Thread thread = new Thread(() -> awaitEnd(input, onEnd), "parent-watch");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void awaitEnd(InputStream input, Runnable onEnd) {
        byte[] ignored = new byte[64];
        try {
            int count = 0;
            while (count >= 0) {
                // What the parent writes means nothing.
                count = input.read(ignored);
            }
        } catch (IOException e) {
            // A broken pipe is an end as well.
        }
        onEnd.run();
    }
}
