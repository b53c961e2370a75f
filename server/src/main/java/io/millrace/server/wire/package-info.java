/**
 * The AWS wire protocols: an HTTP request becomes a typed SDK request and a typed answer or error becomes HTTP again. Used by
 * every service; knows none of them.
 */
@NullMarked
package io.millrace.server.wire;

import org.jspecify.annotations.NullMarked;
