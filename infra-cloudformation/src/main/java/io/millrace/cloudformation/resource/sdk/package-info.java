/**
 * Resource properties as requests of AWS's SDK, and the shape that most resource types share: a name, one call to create, one to
 * change, one to delete. Used by the handlers of every service.
 */
@NullMarked
package io.millrace.cloudformation.resource.sdk;

import org.jspecify.annotations.NullMarked;
