package io.millrace.etl.job.run;

import java.time.Duration;
import java.util.Optional;

/**
 * What a run did.
 *
 * @param rowsIn read from the source
 * @param rowsOut found in the committed files
 * @param rowsRejected put into quarantine
 * @param files committed
 * @param batch that was committed; empty if there was nothing new
 */
public record RunSummary(
        long rowsIn, long rowsOut, long rowsRejected, int files, Optional<String> batch, Duration duration) {}
