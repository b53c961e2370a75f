package io.millrace.server.demo;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Says on a stream what the demo is doing: a line a step, with its seconds when it is done. On a terminal the line of the running
 * step counts along.
 */
final class DemoProgress {
    private final PrintStream out;
    private final boolean terminal;
    private volatile boolean muted;
    private String step = "";
    private long startedNanos;

    private DemoProgress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** Progress for people who watch a terminal. */
    static DemoProgress onTerminal(PrintStream out) {
        return new DemoProgress(out, true);
    }

    /** Progress for a file or a pipe. */
    static DemoProgress inLines(PrintStream out) {
        return new DemoProgress(out, false);
    }

    void say(String line) {
        out.println(line);
        out.flush();
    }

    /** Runs a step and returns what it made. */
    <T> T during(String what, Supplier<T> work) {
        step = what;
        startedNanos = System.nanoTime();
        if (terminal) {
            tick();
        }
        T result = finishing(work);
        if (!muted) {
            out.printf(Locale.ROOT, "%s  %-44s %6.1f s%n", terminal ? "\r" : "", what, seconds());
            out.flush();
        }
        return result;
    }

    /** A step that fails leaves its line, so that the reason does not follow the count. */
    private <T> T finishing(Supplier<T> work) {
        boolean done = false;
        try {
            T result = work.get();
            done = true;
            return result;
        } finally {
            if (terminal && !done) {
                out.println();
                out.flush();
            }
        }
    }

    /** Says nothing more: what a step that an interrupt ends still makes is no news. */
    void mute() {
        muted = true;
    }

    /** Counts along on a terminal; does nothing elsewhere. */
    void tick() {
        if (terminal && !muted) {
            out.printf(Locale.ROOT, "\r  %-44s %6.1f s", step, seconds());
            out.flush();
        }
    }

    private double seconds() {
        return (System.nanoTime() - startedNanos) / (double) TimeUnit.SECONDS.toNanos(1);
    }
}
