package io.millrace.etl.job;

/** A process that is killed at a certain step: from then on nothing that it tries has any effect, nor do its own repairs. */
final class MortalProcess {
    static final MortalProcess IMMORTAL = new MortalProcess(Integer.MAX_VALUE);

    private final int lastStep;
    private int steps;
    private String diedAt = "";

    MortalProcess(int lastStep) {
        this.lastStep = lastStep;
    }

    static final class Death extends Error {
        private static final long serialVersionUID = 1L;

        Death(String step) {
            super(step);
        }
    }

    void step(String name) {
        if (this == IMMORTAL) {
            return;
        }
        if (++steps > lastStep) {
            if (diedAt.isEmpty()) {
                diedAt = name;
            }
            throw new Death(diedAt);
        }
    }

    boolean isDead() {
        return !diedAt.isEmpty();
    }

    String diedAt() {
        return diedAt;
    }
}
