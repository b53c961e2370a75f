package io.millrace.catalog.type;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A column's type as the Glue Data Catalog writes it, for example {@code bigint}, {@code decimal(10,2)} or {@code
 * struct<id:int,tags:array<string>>}. {@link Object#toString()} gives that notation back.
 */
public sealed interface HiveType extends Serializable {
    /** Reads the notation; case and spaces do not matter. @throws IllegalArgumentException naming the position of what is wrong */
    static HiveType parse(String text) {
        return new HiveTypeParser(text).parse();
    }

    /** A type without parameters. */
    enum Primitive implements HiveType {
        BOOLEAN,
        TINYINT,
        SMALLINT,
        INT,
        BIGINT,
        FLOAT,
        DOUBLE,
        STRING,
        BINARY,
        DATE,
        TIMESTAMP;

        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** An exact number of {@code precision} digits, {@code scale} of them after the point. */
    record Decimal(int precision, int scale) implements HiveType {
        /** Hive's limit. */
        public static final int MAX_PRECISION = 38;

        /** Checks Hive's limits. */
        public Decimal {
            if (precision < 1 || precision > MAX_PRECISION || scale < 0 || scale > precision) {
                throw new IllegalArgumentException("decimal(%d,%d) is out of range".formatted(precision, scale));
            }
        }

        @Override
        public String toString() {
            return "decimal(" + precision + "," + scale + ")";
        }
    }

    /** Text of bounded ({@code varchar}) or fixed ({@code char}) length. */
    record BoundedText(Kind kind, int length) implements HiveType {
        /** Padded or not. */
        public enum Kind {
            CHAR,
            VARCHAR
        }

        @Override
        public String toString() {
            return kind.name().toLowerCase(java.util.Locale.ROOT) + "(" + length + ")";
        }
    }

    /** A list. */
    record Array(HiveType element) implements HiveType {
        @Override
        public String toString() {
            return "array<" + element + ">";
        }
    }

    /** A dictionary. */
    record MapOf(HiveType key, HiveType value) implements HiveType {
        @Override
        public String toString() {
            return "map<" + key + "," + value + ">";
        }
    }

    /** Named members in order. */
    record Struct(List<Field> fields) implements HiveType {
        /** Copies the list. */
        public Struct {
            fields = List.copyOf(fields);
        }

        @Override
        public String toString() {
            return fields.stream().map(Field::toString).collect(Collectors.joining(",", "struct<", ">"));
        }
    }

    /** A member of a struct. */
    record Field(String name, HiveType type) implements Serializable {
        @Override
        public String toString() {
            return name + ":" + type;
        }
    }
}
