package io.millrace.lambda;

/**
 * What a handler did, answered to whoever invoked it as one small JSON object.
 *
 * @param outcome whether something was started
 * @param target what was to be started, such as {@code crawler raw-trips}; empty when there was nothing to do
 * @param jobRunId the id of the job run that the event started; empty where none was started
 * @param objects how many created objects the event named; 0 for a schedule
 */
public record StartResult(Outcome outcome, String target, String jobRunId, int objects) {

    /** The ways in which a handler ends without an error. */
    public enum Outcome {
        /** The crawler, job run or trigger was started. */
        STARTED,
        /** The event was delivered before and has started the job run that is named. */
        ALREADY_STARTED,
        /** The crawler is running already; it, or its next run, sees the objects. */
        ALREADY_RUNNING,
        /** The job runs as often as it may at once; this start is left out and the next schedule takes its work. */
        SKIPPED_CONCURRENT_RUNS,
        /** The event named no created object. */
        IGNORED
    }

    static StartResult ignored() {
        return new StartResult(Outcome.IGNORED, "", "", 0);
    }

    StartResult withObjects(int count) {
        return new StartResult(outcome, target, jobRunId, count);
    }
}
