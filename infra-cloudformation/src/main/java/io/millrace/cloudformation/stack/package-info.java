/**
 * The stack engine: it creates, changes and deletes the resources of stacks all or nothing, notes every step before and after it in a
 * {@link io.millrace.cloudformation.stack.StackStore}, and goes on from those notes after a death of the server. Used by the API.
 */
@NullMarked
package io.millrace.cloudformation.stack;

import org.jspecify.annotations.NullMarked;
