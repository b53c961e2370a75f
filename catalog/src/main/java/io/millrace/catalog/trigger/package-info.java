/**
 * Glue triggers: their definitions, and the engine that fires them by time, by the end of jobs and crawls, and on demand. Used
 * by the server, which says through {@link io.millrace.catalog.trigger.TriggerTargets} how jobs and crawlers are started.
 */
@NullMarked
package io.millrace.catalog.trigger;

import org.jspecify.annotations.NullMarked;
