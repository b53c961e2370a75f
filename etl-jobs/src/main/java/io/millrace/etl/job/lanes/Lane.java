package io.millrace.etl.job.lanes;

/**
 * A way from input objects to Parquet files. A lane writes everything invisibly through {@code BatchCommitProtocol}, commits its tasks and then the
 * job; the protocol calls {@code BatchOutput.beforeVisible} between the two, so that a lane need not know of bookmarks and the catalog.
 */
public interface Lane {
    /**
     * Writes all rows of the inputs. When the call returns the files are in the store; on any exception none became visible, unless
     * the store failed in the middle of the job's commit.
     *
     * @throws JobFailureException for what the user can mend; what Spark throws comes as it is
     */
    LaneResult write(LaneTask task);
}
