package io.millrace.etl.job.failure;

import io.millrace.etl.lane.BadRowException;
import java.util.Map;
import org.apache.spark.SparkThrowable;

/** What Spark says of failed tasks, as what the user should know. */
public final class TaskFailures {
    /** A file of the table whose column has a type that does not widen to the table's. */
    private static final String MISMATCH = "FAILED_READ_FILE.PARQUET_COLUMN_DATA_TYPE_MISMATCH";

    private TaskFailures() {}

    /** The failure without Spark's words around it, where it is one of a bad row or of the job; otherwise as it is. */
    public static RuntimeException explained(Throwable failure) {
        Throwable cause = cause(failure);
        if (cause instanceof BadRowException row) {
            return new JobFailureException(String.valueOf(row.getMessage()), failure);
        }
        if (cause instanceof JobFailureException told) {
            return told;
        }
        if (cause instanceof SparkThrowable drift && MISMATCH.equals(drift.getCondition())) {
            return new JobFailureException(mismatch(drift.getMessageParameters()), failure);
        }
        if (cause instanceof SparkThrowable unread && isUnread(unread)) {
            return new JobFailureException(
                    "Cannot read %s: %s".formatted(unread.getMessageParameters().get("path"), root(cause)), failure);
        }
        return failure instanceof RuntimeException unchecked
                ? unchecked
                : new IllegalStateException(failure.getMessage(), failure);
    }

    private static boolean isUnread(SparkThrowable told) {
        return told.getCondition() != null
                && told.getCondition().startsWith("FAILED_READ_FILE")
                && told.getMessageParameters().get("path") != null;
    }

    /** What the format's reader says. */
    private static String root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = String.valueOf(root.getMessage());
        return message.lines().findFirst().orElse(message);
    }

    private static String mismatch(Map<String, String> of) {
        return "Cannot read %s: column %s is %s in the file and %s in the table, which holds no such values; change the column's type in the catalog, or put the file elsewhere"
                .formatted(of.get("path"), of.get("column"), of.get("actualType"), of.get("expectedType"));
    }

    private static Throwable cause(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BadRowException
                    || cause instanceof JobFailureException
                    || (cause instanceof SparkThrowable told && isUnread(told))) {
                return cause;
            }
        }
        return failure;
    }
}
