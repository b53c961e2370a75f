/**
 * How Millrace reaches an object store: one place that builds S3 clients and Hadoop S3A settings which are safe for Backblaze
 * B2. Used by the crawlers, the server and, through its pure settings, the Spark jobs.
 */
@NullMarked
package io.millrace.catalog.storage;

import org.jspecify.annotations.NullMarked;
