/**
 * The server's data folder: its layout, its lock, the administrator and the master key, and the note by which other commands find a running
 * server. Used by the server's assembly and by the command line.
 */
@NullMarked
package io.millrace.server.data;

import org.jspecify.annotations.NullMarked;
