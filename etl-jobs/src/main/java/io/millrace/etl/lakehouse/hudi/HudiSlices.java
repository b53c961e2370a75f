package io.millrace.etl.lakehouse.hudi;

import io.millrace.etl.lakehouse.LakeTableException;
import io.millrace.etl.lakehouse.LakeTableException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The newest committed base file of each file group, and what log files there are (specification, "File Layout Hierarchy"). */
final class HudiSlices {
    /** {@code <file group>_<write token>_<instant>.parquet}. */
    private static final Pattern BASE = Pattern.compile("(.+)_([^_]+)_(\\d+)\\.parquet");

    /** {@code .<file group>_<instant>.log.<version>_<write token>}: the base file's instant, from table version 8 on the log's own. */
    private static final Pattern LOG = Pattern.compile("\\.(.+)_(\\d+)\\.log\\.\\d+(?:_.*)?");

    private final HudiTimeline timeline;
    private final Map<String, BaseFile> newest = new TreeMap<>();
    private final List<LogFile> logs = new ArrayList<>();

    private HudiSlices(HudiTimeline timeline) {
        this.timeline = timeline;
    }

    /** @param partition the folder below the table's, without a slash at its end */
    record BaseFile(S3Object object, String partition, String instant) {}

    private record LogFile(String key, String group, String instant) {}

    static HudiSlices of(List<S3Object> objects, String root, HudiTimeline timeline) {
        HudiSlices slices = new HudiSlices(timeline);
        for (S3Object object : objects) {
            String path = object.key().substring(root.length());
            if (!path.startsWith(".hoodie/")) {
                int slash = path.lastIndexOf('/');
                slices.add(object, path.substring(0, Math.max(0, slash)), path.substring(slash + 1));
            }
        }
        return slices;
    }

    private void add(S3Object object, String partition, String name) {
        Matcher base = BASE.matcher(name);
        Matcher log = LOG.matcher(name);
        if (log.matches() && !timeline.isReplaced(partition, log.group(1))) {
            logs.add(new LogFile(object.key(), partition + "/" + log.group(1), log.group(2)));
        } else if (!name.startsWith(".")
                && base.matches()
                && timeline.isCommitted(base.group(3))
                && !timeline.isReplaced(partition, base.group(1))) {
            BaseFile file = new BaseFile(object, partition, base.group(3));
            newest.merge(
                    partition + "/" + base.group(1),
                    file,
                    (one, other) -> HudiTimeline.compare(one.instant(), other.instant()) >= 0 ? one : other);
        }
    }

    List<BaseFile> latest() {
        return List.copyOf(newest.values());
    }

    /** Logs that a compaction has put into a base file since do not matter. */
    void checkNoLogs(String table) {
        for (LogFile log : logs) {
            BaseFile base = newest.get(log.group());
            if (base == null || HudiTimeline.compare(timeline.completion(log.instant()), base.instant()) >= 0) {
                throw new LakeTableException(
                        Reason.NOT_SUPPORTED,
                        "Hudi table %s (merge-on-read) has changes in log files such as %s, which are not read; run Hudi's compaction, then read it"
                                .formatted(table, log.key()));
            }
        }
    }
}
