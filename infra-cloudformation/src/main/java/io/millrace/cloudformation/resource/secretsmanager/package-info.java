/** The resource types of Secrets Manager, each a handler that speaks through the service's SDK client. Used by whoever assembles the stack engine. */
@NullMarked
package io.millrace.cloudformation.resource.secretsmanager;

import org.jspecify.annotations.NullMarked;
