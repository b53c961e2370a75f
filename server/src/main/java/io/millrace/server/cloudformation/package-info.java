/**
 * CloudFormation at this server: the store of its stacks, its templates in S3, and the calls that its operations refuse. The engine
 * itself is {@link io.millrace.cloudformation.stack.StackEngine}.
 */
@NullMarked
package io.millrace.server.cloudformation;

import org.jspecify.annotations.NullMarked;
