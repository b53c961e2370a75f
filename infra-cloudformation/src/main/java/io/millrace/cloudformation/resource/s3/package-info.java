/** The resource types of S3, each a handler that speaks through the service's SDK client. Used by whoever assembles the stack engine. */
@NullMarked
package io.millrace.cloudformation.resource.s3;

import org.jspecify.annotations.NullMarked;
