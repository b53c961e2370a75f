package io.millrace.server.audit;

import java.util.List;

/**
 * A change that was made on the server's machine and not over the wire.
 *
 * @param principal who, such as {@code local/root}
 * @param action such as {@code millrace:CreateAccessKey}
 * @param resources what was changed
 */
public record LocalChange(String principal, String action, List<String> resources) {
    /** Copies the list. */
    public LocalChange {
        resources = List.copyOf(resources);
    }
}
