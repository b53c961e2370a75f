/**
 * Templates of the stages.
 */
@NullMarked
package io.millrace.cloudformation;

import org.jspecify.annotations.NullMarked;
