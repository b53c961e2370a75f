/** {@code millrace logs}: what functions and job runs write, from a terminal. Used by the command line only. */
@NullMarked
package io.millrace.server.cli.logs;

import org.jspecify.annotations.NullMarked;
