/**
 * Everything that a pipeline step runs.
 */
@NullMarked
package io.millrace.ci;

import org.jspecify.annotations.NullMarked;
