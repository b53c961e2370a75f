package io.millrace.server.health;

/** Asks one part of the server whether it works. Must end within seconds, whatever is wrong. */
@FunctionalInterface
public interface HealthCheck {
    /**
     * Returns if the part works.
     *
     * @throws Exception if it does not; what it says goes to the log, never to the caller
     */
    void run() throws Exception;
}
