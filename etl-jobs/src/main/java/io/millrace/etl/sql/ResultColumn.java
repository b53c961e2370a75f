package io.millrace.etl.sql;

/**
 * A column of a result, as Athena describes it.
 *
 * @param name the name, {@code _col0} and so on for one that the statement gives none
 * @param type Athena's name of the type, such as {@code varchar} or {@code decimal}
 * @param precision digits, or 2147483647 for text, or 0
 * @param scale digits after the point
 */
public record ResultColumn(String name, String type, int precision, int scale) {}
