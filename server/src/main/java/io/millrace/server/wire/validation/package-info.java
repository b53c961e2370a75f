/**
 * Requests held against the constraints of the published API model, with the messages that AWS's own services give. Used by the
 * wire layer before it calls an operation.
 */
@NullMarked
package io.millrace.server.wire.validation;

import org.jspecify.annotations.NullMarked;
