package io.millrace.server.audit;

import java.nio.file.Path;

/**
 * Where the audit log is and how much of it is kept.
 *
 * @param folder holds {@code audit.jsonl} and what was rotated, {@code audit-DAY-N.jsonl.gz}
 * @param keepDays what is older is removed when the log is rotated, which happens at least once a day of use
 * @param maxFileBytes the log is rotated when it is as long as that
 */
public record AuditSettings(Path folder, int keepDays, long maxFileBytes) {
    /** How long the log is kept when nothing else is said, as long as the catalog's history. */
    public static final int DEFAULT_KEEP_DAYS = 35;

    private static final long DEFAULT_MAX_FILE_BYTES = 100L * 1024 * 1024;

    /** Checks the ranges. */
    public AuditSettings {
        if (keepDays < 1) {
            throw new IllegalArgumentException("audit.keep-days must be at least 1, but is " + keepDays);
        }
        if (maxFileBytes < 1) {
            throw new IllegalArgumentException("An audit file must have room for a byte, not for " + maxFileBytes);
        }
    }

    /** The default file size. */
    public static AuditSettings in(Path folder, int keepDays) {
        return new AuditSettings(folder, keepDays, DEFAULT_MAX_FILE_BYTES);
    }
}
