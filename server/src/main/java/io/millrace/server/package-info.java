/**
 * The one place that wires Millrace together.
 */
@NullMarked
package io.millrace.server;

import org.jspecify.annotations.NullMarked;
