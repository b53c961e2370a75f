/**
 * The command line: {@code millrace serve}, {@code demo}, {@code env}. The only place that prints to people and decides exit
 * codes.
 */
@NullMarked
package io.millrace.server.cli;

import org.jspecify.annotations.NullMarked;
