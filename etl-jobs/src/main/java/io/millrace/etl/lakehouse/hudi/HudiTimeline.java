package io.millrace.etl.lakehouse.hudi;

import io.millrace.etl.lakehouse.LakeObjects;
import io.millrace.etl.lakehouse.LakeObjects.Address;
import io.millrace.etl.lakehouse.LakeTableException;
import io.millrace.etl.lakehouse.LakeTableException.Reason;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The active timeline (specification, "Timeline"): which instants are complete. Older ones are in the archive; their failed writes were rolled
 * back before they went there.
 */
final class HudiTimeline {
    private static final Pattern COMPLETED = Pattern.compile("(\\d+)(?:_(\\d+))?\\.(commit|deltacommit|replacecommit)");
    private static final Pattern PENDING = Pattern.compile("(\\d+)\\.(?:[a-z]+\\.)?(?:requested|inflight)");

    /** Completion times by instant; version 6 does not know them, and the instant stands for it. */
    private final TreeMap<String, String> completions = new TreeMap<>();

    private final Set<String> pending = new HashSet<>();
    private final Set<String> replacedGroups = new HashSet<>();
    private Optional<String> schema = Optional.empty();

    private HudiTimeline() {}

    static HudiTimeline of(LakeObjects objects, String name, Address root, HudiTable table, List<S3Object> metadata)
            throws IOException {
        String prefix = root.key() + ".hoodie/" + table.timelineFolder();
        HudiTimeline timeline = new HudiTimeline();
        TreeMap<String, String> commits = new TreeMap<>();
        for (S3Object object : metadata) {
            String file = object.key().startsWith(prefix) ? object.key().substring(prefix.length()) : "/";
            Matcher completed = COMPLETED.matcher(file);
            Matcher begun = PENDING.matcher(file);
            if (completed.matches()) {
                String instant = completed.group(1);
                timeline.completions.put(
                        instant, Optional.ofNullable(completed.group(2)).orElse(instant));
                commits.put(instant, object.key());
            } else if (begun.matches()) {
                timeline.pending.add(begun.group(1));
            }
        }
        timeline.pending.removeAll(timeline.completions.keySet());
        timeline.readCommits(objects, name, root, commits);
        timeline.schema = timeline.schema.or(table::createdSchema);
        return timeline;
    }

    private void readCommits(LakeObjects objects, String name, Address root, NavigableMap<String, String> commits)
            throws IOException {
        // The newest first: its schema is the table's.
        for (String key : commits.descendingMap().values()) {
            boolean replaces = key.endsWith(".replacecommit");
            if (schema.isPresent() && !replaces) {
                continue;
            }
            HudiCommit commit = HudiCommit.parse(key, objects.read(new Address(root.bucket(), key)));
            if (!commit.extra().getOrDefault("latest_schema", "").isBlank()) {
                throw new LakeTableException(
                        Reason.NOT_SUPPORTED,
                        "Hudi table %s keeps schemas to be applied on reading (hoodie.schema.on.read.enable), in which columns may have been renamed; have Hudi write it without, or as Iceberg or Parquet"
                                .formatted(name));
            }
            if (schema.isEmpty()) {
                schema = Optional.ofNullable(commit.extra().get("schema")).filter(text -> !text.isBlank());
            }
            commit.replaced()
                    .forEach((partition, groups) ->
                            groups.forEach(group -> replacedGroups.add(partition + "/" + group)));
        }
    }

    /** The newest commit's Avro schema. @throws IOException if none has one */
    String schema() throws IOException {
        return schema.orElseThrow(() -> new IOException("no commit says which columns there are"));
    }

    /** Whether what the instant wrote counts. */
    boolean isCommitted(String instant) {
        return completions.containsKey(instant)
                || (!pending.contains(instant)
                        && !completions.isEmpty()
                        && compare(instant, completions.firstKey()) < 0);
    }

    /** When the instant was completed. */
    String completion(String instant) {
        return completions.getOrDefault(instant, instant);
    }

    boolean isReplaced(String partition, String group) {
        return replacedGroups.contains(partition + "/" + group);
    }

    /** Instants are digits, of seconds or milliseconds: the shorter ones have no milliseconds. */
    static int compare(String one, String other) {
        int common = Math.min(one.length(), other.length());
        int compared = one.substring(0, common).compareTo(other.substring(0, common));
        return compared != 0 ? compared : Integer.compare(one.length(), other.length());
    }
}
