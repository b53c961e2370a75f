/**
 * CloudWatch's metrics and alarms: data points by minute, alarms on one metric each, their evaluation, and what a change of state sets off.
 * Used by the server's assembly, and by what reports runs and invocations.
 */
@NullMarked
package io.millrace.server.alarm;

import org.jspecify.annotations.NullMarked;
