package io.millrace.catalog.crawl.format;

import io.millrace.catalog.classify.FormatDetail.TableFormat.Kind;

/**
 * Where a table format's table lies.
 *
 * @param folder the path below the crawl's target, without a slash at its end; empty for the target itself
 */
public record TableFormatRoot(String folder, Kind kind) {}
