/**
 * Durable deliveries of events to targets, and due times of schedules. Used by EventBridge, its Scheduler and SNS, which record what they
 * send in the transaction that decides it.
 */
@NullMarked
package io.millrace.server.delivery;

import org.jspecify.annotations.NullMarked;
