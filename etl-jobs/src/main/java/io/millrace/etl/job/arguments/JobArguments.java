package io.millrace.etl.job.arguments;

import io.millrace.etl.job.failure.JobFailureException;
import io.millrace.etl.job.storage.S3Paths;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What {@code RawToParquetJob} is asked to do.
 *
 * @param source the table to read
 * @param targetPath where the table's folders go, {@code s3://bucket/prefix/}; belongs to this job alone
 * @param target the table to register
 * @param partitionKeys in order; empty for a table without partitions
 * @param mappings the output columns; empty for all columns as they are
 * @param compression of the Parquet pages
 * @param onError what happens to a row that does not fit the table
 * @param unknownColumns what happens to columns that a file has and the table does not
 * @param maxErrors how many of them there may be
 * @param sql a query whose rows are written, instead of the source's, whose name is then empty and whose database is that of names without one
 * @param rows the columns and rows that are wanted, in SQL
 * @param layout of the Parquet files
 * @param lane who does the work
 * @param batch which inputs, and what becomes of the rows that are there
 * @param format what kind of table the target is
 */
public record JobArguments(
        TableName source,
        String targetPath,
        TableName target,
        List<PartitionKey> partitionKeys,
        List<Mapping> mappings,
        Compression compression,
        OnError onError,
        UnknownColumns unknownColumns,
        ErrorLimit maxErrors,
        Optional<String> sql,
        RowSelection rows,
        FileLayout layout,
        LaneMode lane,
        BatchArguments batch,
        TargetFormat format) {
    static final List<String> KNOWN = List.of(
            "source-database",
            "source-table",
            "target-path",
            "target-database",
            "target-table",
            "partition-keys",
            "mappings",
            "sql",
            "select",
            "where",
            "compression",
            "sort-by",
            "bloom-filter",
            "target-file-size",
            "on-error",
            "on-unknown-columns",
            "max-errors",
            "lane");

    public JobArguments {
        partitionKeys = List.copyOf(partitionKeys);
        mappings = List.copyOf(mappings);
    }

    /** A table in a database, both lower-case as the Data Catalog keeps them. */
    public record TableName(String database, String name) {
        public TableName {
            database = database.toLowerCase(Locale.ROOT);
            name = name.toLowerCase(Locale.ROOT);
        }

        @Override
        public String toString() {
            return database + "." + name;
        }
    }

    /** Compression of Parquet pages. */
    public enum Compression {
        SNAPPY,
        GZIP,
        ZSTD,
        NONE;

        public String sparkName() {
            return this == NONE ? "uncompressed" : name().toLowerCase(Locale.ROOT);
        }
    }

    /** The treatment of a row that does not fit the table. A file that cannot be read fails the run in any case. */
    public enum OnError {
        /** The run fails and names the file, the row and the reason. Nothing is lost silently: the default. */
        FAIL,
        /** The row goes, as it stands in the file, with file, line and reason into the table {@code <target>_quarantine}. */
        QUARANTINE,
        /** A cell that does not parse becomes null; missing fields become null, additional ones are dropped. */
        NULL
    }

    /** Reads the arguments of a run. @throws JobFailureException saying which one is wrong and what it may be */
    public static JobArguments parse(List<String> arguments) {
        GlueArguments given = GlueArguments.parse(
                arguments,
                Stream.of(KNOWN, BatchArguments.KNOWN, TargetFormat.KNOWN)
                        .flatMap(List::stream)
                        .toList());
        OnError onError =
                choice(OnError.class, "on-error", given.find("on-error").orElse("fail"));
        BatchArguments batch = BatchArguments.of(given, RunProcess.ofThis().runId());
        return new JobArguments(
                source(given, batch, onError),
                targetPath(given.require("target-path")),
                new TableName(given.require("target-database"), given.require("target-table")),
                PartitionKey.parseAll(given.find("partition-keys").orElse("")),
                Mapping.parseAll(given.find("mappings").orElse("")),
                choice(
                        Compression.class,
                        "compression",
                        given.find("compression").orElse("snappy")),
                onError,
                choice(
                        UnknownColumns.class,
                        "on-unknown-columns",
                        given.find("on-unknown-columns").orElse("report")),
                maxErrors(given, onError),
                given.find("sql"),
                rows(given),
                layout(given),
                choice(LaneMode.class, "lane", given.find("lane").orElse("auto")),
                batch,
                TargetFormat.of(given, batch));
    }

    /** The database of names without one in a query. */
    public Optional<String> sourceDatabase() {
        return Optional.of(source.database()).filter(database -> !database.isEmpty());
    }

    private static TableName source(GlueArguments given, BatchArguments batch, OnError onError) {
        if (given.find("sql").isEmpty()) {
            return new TableName(given.require("source-database"), given.require("source-table"));
        }
        for (String other : List.of("source-table", "mappings", "select", "where")) {
            if (given.find(other).isPresent()) {
                throw new JobFailureException(
                        "Argument '--%s' says what a query says too; leave it out, or '--sql'".formatted(other));
            }
        }
        if (batch.bookmark() != BatchArguments.Bookmark.DISABLE) {
            throw new JobFailureException(
                    "With '--sql' a job has no bookmark: of a join or an aggregate, what is new alone would give other rows; run it with --job-bookmark-option job-bookmark-disable");
        }
        if (onError == OnError.QUARANTINE) {
            throw new JobFailureException(
                    "Rows of a query's tables cannot be put into quarantine; give --on-error fail or null, or make clean tables of them first");
        }
        return new TableName(given.find("source-database").orElse(""), "");
    }

    private static ErrorLimit maxErrors(GlueArguments given, OnError onError) {
        Optional<String> limit = given.find("max-errors");
        if (limit.isPresent() && onError != OnError.QUARANTINE) {
            throw new JobFailureException(
                    "Argument '--max-errors' counts rows in quarantine; give it with --on-error quarantine");
        }
        return limit.map(ErrorLimit::parse).orElse(ErrorLimit.NONE);
    }

    private static RowSelection rows(GlueArguments given) {
        if (given.find("select").isPresent() && given.find("mappings").isPresent()) {
            throw new JobFailureException(
                    "Arguments '--select' and '--mappings' both say what the columns are; give one of them");
        }
        return new RowSelection(given.find("select"), given.find("where"));
    }

    private static FileLayout layout(GlueArguments given) {
        return new FileLayout(
                FileLayout.parseColumns("sort-by", given.find("sort-by").orElse("")),
                FileLayout.parseColumns(
                        "bloom-filter", given.find("bloom-filter").orElse("")),
                given.find("target-file-size")
                        .map(size -> FileLayout.parseSize("target-file-size", size))
                        .orElse(FileLayout.DEFAULT_TARGET_FILE_BYTES));
    }

    private static String targetPath(String path) {
        String withSlash = path.endsWith("/") ? path : path + "/";
        if (!withSlash.matches("s3[an]?://[^/]+/.+/|file:///.+/") || !S3Paths.hasReachableBucket(withSlash)) {
            throw new JobFailureException(
                    "Argument '--target-path' must be s3://bucket/prefix/ with a prefix of its own, or file:///folder/, but is "
                            + path);
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
