/** The resource types of KMS, each a handler that speaks through the service's SDK client. Used by whoever assembles the stack engine. */
@NullMarked
package io.millrace.cloudformation.resource.kms;

import org.jspecify.annotations.NullMarked;
