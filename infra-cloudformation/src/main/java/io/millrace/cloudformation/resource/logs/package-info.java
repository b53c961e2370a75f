/** The resource types of CloudWatch Logs, each a handler that speaks through the service's SDK client. Used by whoever assembles the stack engine. */
@NullMarked
package io.millrace.cloudformation.resource.logs;

import org.jspecify.annotations.NullMarked;
