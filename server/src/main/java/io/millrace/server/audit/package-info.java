/**
 * The audit log: one JSON line for every call. Used by the server's assembly, which lets it observe the wire, and by the command
 * line for changes of keys.
 */
@NullMarked
package io.millrace.server.audit;

import org.jspecify.annotations.NullMarked;
