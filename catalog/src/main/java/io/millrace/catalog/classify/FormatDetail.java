package io.millrace.catalog.classify;

import java.util.List;
import java.util.TreeSet;

/** What is particular to a format: what readers must know beside the columns, and what decides whether files can be one table. */
public sealed interface FormatDetail {
    /** The detail of formats that describe themselves. */
    static FormatDetail none() {
        return SelfDescribing.SELF_DESCRIBING;
    }

    /** Whether files of both can be read as one table. */
    default boolean compatibleWith(FormatDetail other) {
        return equals(other);
    }

    /** The detail of a table of both, which are compatible. */
    default FormatDetail merge(FormatDetail other) {
        return this;
    }

    /** Columnar files: the reader needs nothing. */
    enum SelfDescribing implements FormatDetail {
        SELF_DESCRIBING
    }

    /** Delimited text. */
    record Csv(CsvDialect dialect) implements FormatDetail {
        @Override
        public boolean compatibleWith(FormatDetail other) {
            return other instanceof Csv csv && dialect.compatibleWith(csv.dialect);
        }

        @Override
        public FormatDetail merge(FormatDetail other) {
            return other instanceof Csv csv ? new Csv(dialect.merge(csv.dialect)) : this;
        }
    }

    /**
     * JSON documents.
     *
     * @param keys the top-level keys as written, sorted
     */
    record Json(List<String> keys) implements FormatDetail {
        /** Copies the list. */
        public Json {
            keys = List.copyOf(keys);
        }

        @Override
        public boolean compatibleWith(FormatDetail other) {
            return other instanceof Json;
        }

        @Override
        public FormatDetail merge(FormatDetail other) {
            TreeSet<String> all = new TreeSet<>(keys);
            if (other instanceof Json json) {
                all.addAll(json.keys);
            }
            return new Json(List.copyOf(all));
        }
    }
}
