/**
 * Events that invoke functions: new objects found by polling the object store. Used by the server's start-up.
 */
@NullMarked
package io.millrace.server.event;

import org.jspecify.annotations.NullMarked;
