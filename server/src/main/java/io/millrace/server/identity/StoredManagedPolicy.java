package io.millrace.server.identity;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A customer managed policy as the store keeps it.
 *
 * @param name unique among policies, whatever the path
 * @param id unique for ever, {@code ANPA…}
 * @param path such as {@code /}
 * @param description as given; empty for none
 * @param createdAtMillis since 1970
 * @param updatedAtMillis when the last version was made
 * @param defaultVersion the number of the version that counts
 * @param versions in order of their numbers
 * @param tags by key
 */
public record StoredManagedPolicy(
        String name,
        String id,
        String path,
        String description,
        long createdAtMillis,
        long updatedAtMillis,
        int defaultVersion,
        List<Version> versions,
        Map<String, String> tags) {
    /**
     * One version.
     *
     * @param number from 1; one that was deleted last may be given again, unlike on AWS
     * @param document the policy as JSON
     * @param createdAtMillis since 1970
     */
    public record Version(int number, String document, long createdAtMillis) {}

    /** Copies the collections. */
    public StoredManagedPolicy {
        versions = List.copyOf(versions);
        tags = Map.copyOf(tags);
    }

    /** Its ARN, which has the path. */
    public String arn() {
        return IdentityNames.policyArn(path, name);
    }

    /** A version by number. */
    public Optional<Version> version(int number) {
        return versions.stream().filter(version -> version.number() == number).findFirst();
    }

    /** The document that counts. */
    public String document() {
        return version(defaultVersion).orElseThrow().document();
    }

    /** With other versions. */
    public StoredManagedPolicy with(List<Version> others, int otherDefault, long atMillis) {
        return new StoredManagedPolicy(
                name, id, path, description, createdAtMillis, atMillis, otherDefault, others, tags);
    }
}
