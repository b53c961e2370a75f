package io.millrace.catalog.sweep;

import java.util.List;

/**
 * What a look found.
 *
 * @param leftovers what may go
 * @param notOurs number of objects and uploads without a batch in their name; a sweep never touches them
 * @param notOursSample some of them, as URIs
 * @param young number of things that would go, were they older
 * @param notes what could not be looked at, and why
 */
public record SweepFindings(
        List<Leftover> leftovers, long notOurs, List<String> notOursSample, long young, List<String> notes) {
    /** Copies the lists. */
    public SweepFindings {
        leftovers = List.copyOf(leftovers);
        notOursSample = List.copyOf(notOursSample);
        notes = List.copyOf(notes);
    }

    /** Size of all that may go. */
    public long bytes() {
        return leftovers.stream().mapToLong(Leftover::bytes).sum();
    }
}
