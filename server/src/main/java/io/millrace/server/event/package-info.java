/**
 * Events of objects, found by polling the object store: they invoke functions, and wait for crawlers in event mode. Used by the server's start-up.
 */
@NullMarked
package io.millrace.server.event;

import org.jspecify.annotations.NullMarked;
