/**
 * CloudFormation's operations over the SDK's model classes, as a server registers them. They know of no protocol; what they refuse is
 * a {@link io.millrace.cloudformation.stack.StackException}.
 */
@NullMarked
package io.millrace.cloudformation.api;

import org.jspecify.annotations.NullMarked;
