package io.millrace.server.identity;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A role as the store keeps it. A deleted one stays as a mark: what still names it must not act with more than it had.
 *
 * @param name unique among roles, whatever the path
 * @param id unique for ever, {@code AROA…}: a role that is made anew is another one
 * @param path such as {@code /} or {@code /service/}
 * @param trust who may assume it, as JSON
 * @param description as given; empty for none
 * @param maxSessionSeconds how long a session may last
 * @param createdAtMillis since 1970
 * @param tags by key
 * @param inline policies as JSON, by name
 * @param attached ARNs of managed policies
 * @param deleted whether this is but the mark
 */
public record StoredRole(
        String name,
        String id,
        String path,
        String trust,
        String description,
        int maxSessionSeconds,
        long createdAtMillis,
        Map<String, String> tags,
        Map<String, String> inline,
        List<String> attached,
        boolean deleted) {
    /** Copies the collections and keeps their order. */
    public StoredRole {
        tags = new LinkedHashMap<>(tags);
        inline = new LinkedHashMap<>(inline);
        attached = List.copyOf(attached);
    }

    /** Its ARN, which has the path. */
    public String arn() {
        return IdentityNames.roleArn(path, name);
    }

    /** With another trust policy. */
    public StoredRole withTrust(String other) {
        return new StoredRole(
                name,
                id,
                path,
                other,
                description,
                maxSessionSeconds,
                createdAtMillis,
                tags,
                inline,
                attached,
                deleted);
    }

    /** With another description and limit. */
    public StoredRole with(String otherDescription, int otherMaxSessionSeconds) {
        return new StoredRole(
                name,
                id,
                path,
                trust,
                otherDescription,
                otherMaxSessionSeconds,
                createdAtMillis,
                tags,
                inline,
                attached,
                deleted);
    }

    /** With other tags. */
    public StoredRole withTags(Map<String, String> other) {
        return new StoredRole(
                name,
                id,
                path,
                trust,
                description,
                maxSessionSeconds,
                createdAtMillis,
                other,
                inline,
                attached,
                deleted);
    }

    /** With other policies of its own. */
    public StoredRole withInline(Map<String, String> other) {
        return new StoredRole(
                name, id, path, trust, description, maxSessionSeconds, createdAtMillis, tags, other, attached, deleted);
    }

    /** With other managed policies. */
    public StoredRole withAttached(List<String> other) {
        return new StoredRole(
                name, id, path, trust, description, maxSessionSeconds, createdAtMillis, tags, inline, other, deleted);
    }

    /** The mark that stays. */
    StoredRole asDeleted() {
        return new StoredRole(
                name, id, path, trust, "", maxSessionSeconds, createdAtMillis, Map.of(), Map.of(), List.of(), true);
    }
}
