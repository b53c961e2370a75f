package io.millrace.catalog.store;

import java.util.function.Supplier;

/**
 * Who changes the catalog, as its history tells it. Bound to the thread that makes the change; without one, {@link #ENGINE}.
 *
 * @param principal such as the ARN of a user, or {@code crawler/raw}
 * @param action such as {@code glue:CreateTable}
 * @param requestId the id of the call, empty where there was none
 */
public record ChangeAuthor(String principal, String action, String requestId) {
    /** Millrace itself. */
    public static final ChangeAuthor ENGINE = new ChangeAuthor("millrace", "", "");

    private static final ThreadLocal<ChangeAuthor> CURRENT = ThreadLocal.withInitial(() -> ENGINE);

    /** The author of this thread's changes. */
    public static ChangeAuthor current() {
        return CURRENT.get();
    }

    /** Runs {@code work} with this author; afterwards the thread has the author that it had before. */
    public <T> T call(Supplier<T> work) {
        ChangeAuthor before = CURRENT.get();
        CURRENT.set(this);
        try {
            return work.get();
        } finally {
            if (before.equals(ENGINE)) {
                CURRENT.remove();
            } else {
                CURRENT.set(before);
            }
        }
    }
}
