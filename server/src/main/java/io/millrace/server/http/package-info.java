/**
 * The HTTP server: one port, bounded bodies, a request id on every answer. Used by the server's start-up, which gives it an
 * endpoint; knows nothing of AWS.
 */
@NullMarked
package io.millrace.server.http;

import org.jspecify.annotations.NullMarked;
