/**
 * EventBridge Scheduler: schedules with a time zone, a window and one target, in groups. Used by the server's assembly; due times and
 * deliveries are those of {@code server.delivery}.
 */
@NullMarked
package io.millrace.server.scheduler;

import org.jspecify.annotations.NullMarked;
