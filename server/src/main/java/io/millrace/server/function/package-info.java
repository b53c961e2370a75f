/**
 * AWS Lambda's API: functions with their code and configuration, and their invocation, at once or later. Used by the wire
 * layer and by the object poller.
 */
@NullMarked
package io.millrace.server.function;

import org.jspecify.annotations.NullMarked;
