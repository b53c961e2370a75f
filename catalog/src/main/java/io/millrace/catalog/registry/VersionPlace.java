package io.millrace.catalog.registry;

/** Where a version is: what the indexes by id and by definition hold. */
record VersionPlace(String registry, String schema, long number) {}
