/**
 * The object store behind a server: the embedded one on a folder, or any S3 endpoint such as Backblaze B2. Used by the command
 * line, which starts one of them and hands its settings to everything that reads or writes objects.
 */
@NullMarked
package io.millrace.server.storage;

import org.jspecify.annotations.NullMarked;
