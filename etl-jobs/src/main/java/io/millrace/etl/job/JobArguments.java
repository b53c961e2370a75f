package io.millrace.etl.job;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What {@link RawToParquetJob} is asked to do.
 *
 * @param source the table to read
 * @param targetPath where the table's folders go, {@code s3://bucket/prefix/}; belongs to this job alone
 * @param target the table to register
 * @param partitionKeys in order; empty for a table without partitions
 * @param mappings the output columns; empty for all columns as they are
 * @param compression of the Parquet pages
 * @param onError what a cell means that does not parse as its column's type
 * @param batch which inputs, and what becomes of the rows that are there
 */
record JobArguments(
        TableName source,
        String targetPath,
        TableName target,
        List<PartitionKey> partitionKeys,
        List<Mapping> mappings,
        Compression compression,
        OnError onError,
        BatchArguments batch) {
    private static final List<String> KNOWN = List.of(
            "source-database",
            "source-table",
            "target-path",
            "target-database",
            "target-table",
            "partition-keys",
            "mappings",
            "compression",
            "on-error");

    JobArguments {
        partitionKeys = List.copyOf(partitionKeys);
        mappings = List.copyOf(mappings);
    }

    /** A table in a database, both lower-case as the Data Catalog keeps them. */
    record TableName(String database, String name) {
        TableName {
            database = database.toLowerCase(Locale.ROOT);
            name = name.toLowerCase(Locale.ROOT);
        }

        @Override
        public String toString() {
            return database + "." + name;
        }
    }

    /** Compression of Parquet pages. */
    enum Compression {
        SNAPPY,
        GZIP,
        ZSTD,
        NONE;

        String sparkName() {
            return this == NONE ? "uncompressed" : name().toLowerCase(Locale.ROOT);
        }
    }

    /** The treatment of a row that does not fit the table. A file that cannot be read fails the run in any case. */
    enum OnError {
        /** The run fails and names the file, the row and the reason. Nothing is lost silently: the default. */
        FAIL,
        /** A cell that does not parse becomes null; missing fields become null, additional ones are dropped. */
        NULL
    }

    /** Reads the arguments of a run. @throws JobFailureException saying which one is wrong and what it may be */
    static JobArguments parse(List<String> arguments) {
        GlueArguments given = GlueArguments.parse(
                arguments,
                Stream.concat(KNOWN.stream(), BatchArguments.KNOWN.stream()).toList());
        return new JobArguments(
                new TableName(given.require("source-database"), given.require("source-table")),
                targetPath(given.require("target-path")),
                new TableName(given.require("target-database"), given.require("target-table")),
                PartitionKey.parseAll(given.find("partition-keys").orElse("")),
                Mapping.parseAll(given.find("mappings").orElse("")),
                choice(
                        Compression.class,
                        "compression",
                        given.find("compression").orElse("snappy")),
                choice(OnError.class, "on-error", given.find("on-error").orElse("fail")),
                BatchArguments.of(given, RunProcess.ofThis().runId()));
    }

    private static String targetPath(String path) {
        String withSlash = path.endsWith("/") ? path : path + "/";
        if (!withSlash.matches("s3[an]?://[^/]+/.+/")) {
            throw new JobFailureException(
                    "Argument '--target-path' must be s3://bucket/prefix/ with a prefix of its own, but is " + path);
        }
        return withSlash.replaceFirst("^s3[an]://", "s3://");
    }

    /** The constant of this name; words are parted by {@code -} in arguments. */
    static <E extends Enum<E>> E choice(Class<E> type, String key, String value) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().replace('_', '-').equalsIgnoreCase(value)) {
                return constant;
            }
        }
        throw new JobFailureException("Argument '--%s' is '%s', but must be one of %s"
                .formatted(
                        key,
                        value,
                        List.of(type.getEnumConstants())
                                .toString()
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '-')));
    }
}
