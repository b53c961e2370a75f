/**
 * Job runs as processes of this machine: launching, logs, stopping, and clearing away what a dead server left. Used by the
 * server's start-up, which hands the launcher to the catalog's job runs, and by the command line for logs.
 */
@NullMarked
package io.millrace.server.job;

import org.jspecify.annotations.NullMarked;
