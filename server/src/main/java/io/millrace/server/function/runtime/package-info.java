/**
 * Runs functions: the Lambda Runtime API on a loopback port, the processes that poll it, and their pools. Used by the Lambda
 * operations in {@link io.millrace.server.function}; knows neither the wire nor the database.
 */
@NullMarked
package io.millrace.server.function.runtime;

import org.jspecify.annotations.NullMarked;
