/**
 * What a template says once its parameters are known: conditions, intrinsic functions, loops, outputs, and the order in which its
 * resources depend on each other. Used by the stack engine and by the commands that look at a template.
 */
@NullMarked
package io.millrace.cloudformation.evaluate;

import org.jspecify.annotations.NullMarked;
