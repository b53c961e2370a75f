package io.millrace.server.event.b2;

import java.time.Instant;
import java.util.Optional;

/**
 * An event notification of B2 that concerns an object.
 *
 * @param id B2's; the same when it is delivered again
 * @param size in bytes; 0 where none is told
 */
record B2Event(String id, Kind kind, String bucket, String key, long size, Instant time) {
    /** What it means for the object of that name. */
    enum Kind {
        /** It has new content. */
        CREATED,
        /** It is hidden: there is no object of that name any more. */
        HIDDEN,
        /** A version was deleted: perhaps an old one of an object that is still there. */
        VERSION_DELETED
    }

    /**
     * The meaning of an event's type (B2's event notifications reference; the types of its TypeScript SDK, which has {@code
     * b2:ObjectCreated:Hide} as well).
     *
     * @return empty for a type that says nothing of an object: test events, unfinished uploads, types of the future
     */
    static Optional<Kind> kind(String type) {
        if (type.equals("b2:ObjectCreated:Hide") || type.startsWith("b2:HideMarkerCreated:")) {
            return Optional.of(Kind.HIDDEN);
        }
        if (type.startsWith("b2:ObjectCreated:")) {
            return Optional.of(Kind.CREATED);
        }
        return type.startsWith("b2:ObjectDeleted:") ? Optional.of(Kind.VERSION_DELETED) : Optional.empty();
    }
}
