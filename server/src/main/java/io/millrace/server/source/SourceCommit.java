package io.millrace.server.source;

import java.time.Instant;

/**
 * A commit.
 *
 * @param id 40 hexadecimal digits
 * @param message whole
 * @param author when it was written
 * @param committed when it was made
 */
public record SourceCommit(String id, String message, Instant author, Instant committed) {}
