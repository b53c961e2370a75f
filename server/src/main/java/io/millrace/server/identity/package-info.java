/**
 * Users and their access keys: kept in the catalog's store with sealed secrets, known to a running server by a snapshot that
 * follows changes within a second. Used by the server's assembly and by the command line.
 */
@NullMarked
package io.millrace.server.identity;

import org.jspecify.annotations.NullMarked;
