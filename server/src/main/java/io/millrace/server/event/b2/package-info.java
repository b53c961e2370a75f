/**
 * Event notifications of Backblaze B2: a signed webhook, and what its events become. Used by the server's start-up in place of polling when
 * a signing secret is configured.
 */
@NullMarked
package io.millrace.server.event.b2;

import org.jspecify.annotations.NullMarked;
