/**
 * CloudWatch Logs over the files that functions and job runs write: groups, streams, events, filters and retention. Used by the server's
 * assembly; {@code millrace logs} asks it through its API.
 */
@NullMarked
package io.millrace.server.logs;

import org.jspecify.annotations.NullMarked;
