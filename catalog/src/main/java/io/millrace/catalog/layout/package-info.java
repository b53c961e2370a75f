/**
 * How tables lie in folders: partition names, where a table's root is, what a table is called. Pure: used by the crawlers
 * and by the Spark jobs that write partitions.
 */
@NullMarked
package io.millrace.catalog.layout;

import org.jspecify.annotations.NullMarked;
