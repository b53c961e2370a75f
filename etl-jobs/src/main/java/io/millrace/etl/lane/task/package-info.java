/**
 * What one task of the columnar lane does, and how a run's input becomes tasks. No Spark here: {@code io.millrace.etl.job} ships the tasks
 * and commits what they write.
 */
@NullMarked
package io.millrace.etl.lane.task;

import org.jspecify.annotations.NullMarked;
