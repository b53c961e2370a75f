/**
 * The demo: made-up trips and the tour through the whole pipeline. Used by the command line only.
 */
@NullMarked
package io.millrace.server.demo;

import org.jspecify.annotations.NullMarked;
