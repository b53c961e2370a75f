/** The resource types of Lambda, each a handler that speaks through the service's SDK client. Used by whoever assembles the stack engine. */
@NullMarked
package io.millrace.cloudformation.resource.lambda;

import org.jspecify.annotations.NullMarked;
