/**
 * What the server is told at start-up: one record a component, read once from {@code millrace.properties} and handed down.
 * Used by the command line and by {@code MillraceServer}.
 */
@NullMarked
package io.millrace.server.config;

import org.jspecify.annotations.NullMarked;
