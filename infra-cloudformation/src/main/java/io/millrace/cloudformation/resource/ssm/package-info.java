/** The resource types of Systems Manager, each a handler that speaks through the service's SDK client. Used by whoever assembles the stack engine. */
@NullMarked
package io.millrace.cloudformation.resource.ssm;

import org.jspecify.annotations.NullMarked;
