package io.millrace.etl.lane;

import io.millrace.catalog.type.HiveType;
import java.io.Serializable;

/**
 * A column of a batch: its place in a list of columns is its vector's place in the batch.
 *
 * @param name as the catalog has it, lower-case
 * @param type flat: no array, map or struct
 */
public record LaneColumn(String name, HiveType type) implements Serializable {}
