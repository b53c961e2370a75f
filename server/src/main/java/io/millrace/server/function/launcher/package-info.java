/**
 * The entry point of a function's process, packed into a jar of its own so that nothing else of the server is on a
 * function's class path. Started by {@link io.millrace.server.function.runtime}.
 */
@NullMarked
package io.millrace.server.function.launcher;

import org.jspecify.annotations.NullMarked;
