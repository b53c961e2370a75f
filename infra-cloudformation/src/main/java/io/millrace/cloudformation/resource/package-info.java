/** What a stack's resources are made of: one handler per type, which speaks to the type's service through its SDK client. */
@NullMarked
package io.millrace.cloudformation.resource;

import org.jspecify.annotations.NullMarked;
