/**
 * What {@code /metrics} tells: calls, errors and latencies by operation, pools, transactions, the JVM, in Prometheus' text form.
 * Fed by the wire layer's observers and by a decorator of the database; put together by {@code MillraceServer}.
 */
@NullMarked
package io.millrace.server.metrics;

import org.jspecify.annotations.NullMarked;
