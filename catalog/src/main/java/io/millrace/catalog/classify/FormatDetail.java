package io.millrace.catalog.classify;

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

    /** JSON documents. */
    record Json(JsonDialect dialect) implements FormatDetail {
        @Override
        public boolean compatibleWith(FormatDetail other) {
            return other instanceof Json json && dialect.compatibleWith(json.dialect);
        }

        @Override
        public FormatDetail merge(FormatDetail other) {
            return other instanceof Json json ? new Json(dialect.merge(json.dialect)) : this;
        }
    }
}
