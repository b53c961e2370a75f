package io.millrace.cloudformation.stack;

import java.util.ArrayList;
import java.util.List;

/** Counts the places where a server may die, and lets it die at one: from then on nothing is done any more. */
final class Faults {
    private final List<String> steps = new ArrayList<>();
    private int deadly = Integer.MAX_VALUE;
    private boolean dead;

    /** The process is gone. */
    static final class Death extends Error {
        private static final long serialVersionUID = 1L;

        Death(String step) {
            super("died " + step);
        }
    }

    /** Lets the process die at the step of this number, from 0. */
    synchronized void dieAt(int step) {
        steps.clear();
        deadly = step;
        dead = false;
    }

    /** A new process. */
    synchronized void revive() {
        steps.clear();
        deadly = Integer.MAX_VALUE;
        dead = false;
    }

    synchronized boolean isDead() {
        return dead;
    }

    synchronized void step(String name) {
        dead |= steps.size() == deadly;
        if (dead) {
            throw new Death(name);
        }
        steps.add(name);
    }
}
