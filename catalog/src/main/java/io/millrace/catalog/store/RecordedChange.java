package io.millrace.catalog.store;

import java.time.Instant;
import java.util.List;

/**
 * One transaction that changed the catalog.
 *
 * @param id rises with each change
 * @param at when it was made, to the millisecond; never earlier than the change before it
 * @param author who made it
 * @param objects what it touched
 */
public record RecordedChange(long id, Instant at, ChangeAuthor author, List<ChangedObject> objects) {
    /** Copies the list. */
    public RecordedChange {
        objects = List.copyOf(objects);
    }
}
