/**
 * EventBridge: rules on the default event bus, their targets, schedules and events, those of Millrace's own included. Used by the
 * server's assembly; the queue of deliveries carries the events to the targets.
 */
@NullMarked
package io.millrace.server.rule;

import org.jspecify.annotations.NullMarked;
