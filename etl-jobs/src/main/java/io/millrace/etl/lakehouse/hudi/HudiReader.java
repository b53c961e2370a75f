package io.millrace.etl.lakehouse.hudi;

import io.millrace.etl.lakehouse.LakeFile;
import io.millrace.etl.lakehouse.LakeFormat;
import io.millrace.etl.lakehouse.LakeObjects;
import io.millrace.etl.lakehouse.LakeObjects.Address;
import io.millrace.etl.lakehouse.LakeSnapshot;
import io.millrace.etl.lakehouse.LakeTableException;
import io.millrace.etl.lakehouse.LakeTableException.Reason;
import io.millrace.etl.lakehouse.RowNumbers;
import io.millrace.etl.lakehouse.hudi.HudiSlices.BaseFile;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Plans a Hudi table's latest state by Hudi's technical specification (versions 6 and 8): of each file group the newest base file that a completed
 * commit wrote, without the groups that a replace-commit replaced. A table of type merge-on-read is read as long as nothing waits in log files.
 * Hudi's own library wants Hadoop. Thread-safe.
 */
public final class HudiReader {
    private final LakeObjects objects;

    /** Reads timelines of the store. */
    public HudiReader(LakeObjects objects) {
        this.objects = objects;
    }

    /**
     * The latest state.
     *
     * @param root the table's folder with a slash at its end
     * @throws LakeTableException if the timeline cannot be read, or the table has something that is not read
     */
    public LakeSnapshot read(String name, Address root) {
        try {
            // One listing, data and timeline: what is listed is judged by a timeline that was listed before it.
            List<S3Object> metadata = objects.list(new Address(root.bucket(), root.key() + ".hoodie/"), "");
            HudiTable table = HudiTable.read(objects, name, root);
            HudiTimeline timeline = HudiTimeline.of(objects, name, root, table, metadata);
            HudiSlices slices = HudiSlices.of(objects.list(root, ""), root.key(), timeline);
            slices.checkNoLogs(name);
            return new LakeSnapshot(
                    LakeFormat.HUDI,
                    HudiColumns.of(timeline.schema(), table),
                    slices.latest().stream()
                            .map(file -> file(root, table, file))
                            .toList());
        } catch (IOException | SdkException e) {
            throw new LakeTableException(
                    Reason.UNREADABLE,
                    "Cannot read the timeline of Hudi table %s at %s: %s".formatted(name, root.uri(), e.getMessage()),
                    e);
        }
    }

    private static LakeFile file(Address root, HudiTable table, BaseFile file) {
        return new LakeFile(
                root.bucket(),
                file.object().key(),
                Optional.ofNullable(file.object().eTag()).orElse(""),
                file.object().size(),
                table.constants(file.partition()),
                RowNumbers.NONE,
                List.of());
    }
}
