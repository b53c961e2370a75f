package io.millrace.catalog.crawl.database;

import java.util.Optional;

/**
 * A column.
 *
 * @param name as the database has it, case included
 * @param type the Hive type, such as {@code decimal(10,2)}
 * @param rawType the database's own, such as {@code numeric(10,2)}
 * @param comment empty if there is none
 */
public record DatabaseColumn(String name, String type, String rawType, Optional<String> comment) {}
