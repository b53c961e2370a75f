/**
 * The columnar lane: bytes of CSV and JSON lines to typed vectors to Parquet pages, without row objects. No Spark and no catalog
 * service here; {@code io.millrace.etl.job} runs it inside Spark tasks (docs/decisions/0148).
 */
@NullMarked
package io.millrace.etl.lane;

import org.jspecify.annotations.NullMarked;
