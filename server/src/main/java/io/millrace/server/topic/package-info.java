/**
 * SNS: topics, their subscriptions, and what they publish to HTTP endpoints, functions and files. Used by the server's assembly, by rules
 * and schedules as a target, by functions as a dead-letter target, and by stacks that tell of their events.
 */
@NullMarked
package io.millrace.server.topic;

import org.jspecify.annotations.NullMarked;
