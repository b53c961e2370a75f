package io.millrace.server.http;

import java.util.List;

/**
 * What an {@link HttpServer} is doing now, and what it has answered since it started.
 *
 * @param connections open connections
 * @param threads threads of its pool
 * @param busyThreads those of them that work
 * @param queuedTasks what waits for one of them
 * @param answers answers by the first digit of their status, at the index of that digit, 1 to 5
 */
public record HttpLoad(int connections, int threads, int busyThreads, int queuedTasks, List<Long> answers) {
    /** Copies the list. */
    public HttpLoad {
        answers = List.copyOf(answers);
    }
}
