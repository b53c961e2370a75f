package io.millrace.etl.job.lanes;

import java.util.List;
import java.util.OptionalLong;

/**
 * What a lane did. Of what was read, every row was written, filtered out or rejected; {@code RawToParquet} checks the sum.
 *
 * @param rowsRead of the inputs, rejected rows included
 * @param rowsFiltered that the job's condition left out
 * @param rowsRejected that went into quarantine
 * @param rowsWritten in the files
 * @param files written, below the target
 */
public record LaneResult(
        long rowsRead, long rowsFiltered, long rowsRejected, long rowsWritten, List<WrittenFile> files) {
    public LaneResult {
        files = List.copyOf(files);
    }

    /**
     * A file.
     *
     * @param folder relative to the target, as {@code year=2020/month=1}; empty for a table without partitions
     * @param name in the folder
     * @param bytes its size, where the writer knows
     */
    public record WrittenFile(String folder, String name, OptionalLong bytes) {
        /** Relative to the target. */
        public String path() {
            return folder.isEmpty() ? name : folder + "/" + name;
        }
    }
}
