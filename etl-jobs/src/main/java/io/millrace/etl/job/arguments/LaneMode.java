package io.millrace.etl.job.arguments;

/** Which lane the user wants; {@code LaneChoice} is which one a run takes. */
public enum LaneMode {
    /** The columnar lane where it can do the job, otherwise Spark's. */
    AUTO,
    /** The columnar lane, or a failure that says what it cannot do. */
    COLUMNAR,
    /** Spark's rows. */
    SPARK
}
