package io.millrace.catalog.classify;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

    /** What the catalog table's parameters say of it, beside those of every crawled table. */
    default Map<String, String> tableParameters() {
        return Map.of();
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

    /** A detail that says itself what the table parameter {@code classification} is. */
    sealed interface Named extends FormatDetail {
        /** The table parameter. */
        String classification();
    }

    /**
     * XML documents.
     *
     * @param classification {@code xml}, or what the user's classifier says
     * @param rowTag the element that is a record
     */
    record Xml(String classification, String rowTag) implements Named {
        @Override
        public Map<String, String> tableParameters() {
            return Map.of("rowTag", rowTag);
        }
    }

    /**
     * Lines that match a Grok pattern.
     *
     * @param classification the built-in pattern's name, or what the user's classifier says
     * @param pattern the pattern, as GrokSerDe wants it
     * @param customPatterns the patterns that it refers to beside the well-known ones, one {@code NAME pattern} a line;
     *     may be empty
     */
    record Grok(String classification, String pattern, String customPatterns) implements Named {
        @Override
        public Map<String, String> tableParameters() {
            return Map.of("grokPattern", pattern);
        }
    }

    /**
     * Avro object container files.
     *
     * @param schema the table's schema as JSON, by which readers take it; files' own schemas may be older ones
     */
    record Avro(String schema) implements FormatDetail {
        @Override
        public boolean compatibleWith(FormatDetail other) {
            return other instanceof Avro;
        }

        @Override
        public FormatDetail merge(FormatDetail other) {
            return other instanceof Avro avro ? new Avro(AvroSchemas.merge(schema, avro.schema)) : this;
        }

        @Override
        public Map<String, String> tableParameters() {
            return Map.of("avro.schema.literal", schema);
        }
    }

    /**
     * A folder that a table format owns: its metadata, not its files, say what the table is.
     *
     * @param tableParameters what engines recognise such a table by, in the catalog table's parameters
     * @param partitionColumns the columns that are the catalog table's partition keys, in order; Iceberg keeps its own
     *     partitions hidden, so it has none
     */
    record TableFormat(Kind kind, Map<String, String> tableParameters, List<String> partitionColumns)
            implements FormatDetail {
        /** Copies the collections and keeps their order. */
        public TableFormat {
            tableParameters = Collections.unmodifiableMap(new LinkedHashMap<>(tableParameters));
            partitionColumns = List.copyOf(partitionColumns);
        }

        /** Each is a table of its own, however alike they are. */
        @Override
        public boolean compatibleWith(FormatDetail other) {
            return false;
        }

        /** The table formats. */
        public enum Kind {
            ICEBERG(FileFormat.ICEBERG),
            DELTA(FileFormat.DELTA),
            HUDI(FileFormat.HUDI);

            private final FileFormat format;

            Kind(FileFormat format) {
                this.format = format;
            }

            /** The same among all formats. */
            public FileFormat format() {
                return format;
            }
        }
    }
}
