/**
 * What a call needs permission for, and the authorizer that holds it against the caller's policy. Used by the server's assembly,
 * which gives it to the wire layer.
 */
@NullMarked
package io.millrace.server.identity.access;

import org.jspecify.annotations.NullMarked;
