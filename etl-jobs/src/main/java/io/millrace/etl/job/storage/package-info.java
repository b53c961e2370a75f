/** The object store as the environment of a run names it: settings, paths, streams of stored files and their compression. */
@NullMarked
package io.millrace.etl.job.storage;

import org.jspecify.annotations.NullMarked;
