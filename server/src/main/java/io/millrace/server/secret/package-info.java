/** Secrets Manager: secrets with versions and stages, sealed under the master key. Used by the server's assembly. */
@NullMarked
package io.millrace.server.secret;

import org.jspecify.annotations.NullMarked;
