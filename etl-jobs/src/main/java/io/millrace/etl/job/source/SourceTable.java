package io.millrace.etl.job.source;

import io.millrace.catalog.layout.BatchObjects;
import io.millrace.catalog.layout.TableExclusions;
import io.millrace.catalog.record.RecordFormat;
import io.millrace.catalog.type.HiveType;
import io.millrace.etl.job.failure.JobFailureException;
import io.millrace.etl.lakehouse.LakeFormat;
import io.millrace.etl.lakehouse.LakeSnapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;
import software.amazon.awssdk.services.glue.model.Table;

/**
 * The table to read, as the catalog describes it.
 *
 * @param name {@code database.table}, for messages
 * @param columns of the files, in the files' order
 * @param keys the partition columns
 * @param folders where the files are: one without values, or one a partition
 * @param parameters of table, storage descriptor and SerDe; the SerDe's win
 * @param snapshot of a table whose own metadata say which files are its rows
 */
public record SourceTable(
        String name,
        Format format,
        List<SourceColumn> columns,
        List<SourceColumn> keys,
        List<Folder> folders,
        Map<String, String> parameters,
        Optional<LakeSnapshot> snapshot) {
    /** The crawlers' parameter for JSON files that are not one object a line. */
    public static final String JSON_LAYOUT = "millrace.json-layout";

    /** The parameter that a crawler puts on a partition whose objects are gone. */
    private static final String DEPRECATED_BY_CRAWLER = "DEPRECATED_BY_CRAWLER";

    public SourceTable {
        columns = List.copyOf(columns);
        keys = List.copyOf(keys);
        folders = List.copyOf(folders);
        parameters = Map.copyOf(parameters);
    }

    /** A table that is its folders' files. */
    public SourceTable(
            String name,
            Format format,
            List<SourceColumn> columns,
            List<SourceColumn> keys,
            List<Folder> folders,
            Map<String, String> parameters) {
        this(name, format, columns, keys, folders, parameters, Optional.empty());
    }

    /** What the files are. */
    public enum Format {
        CSV,
        JSON,
        ORC,
        PARQUET,
        /** Parquet files that Iceberg, Delta or Hudi own. */
        LAKEHOUSE,
        AVRO,
        XML,
        /** Lines that a Grok pattern takes apart. */
        LOG,
        /** JSON documents in which the records lie at a path. */
        JSON_PATH,
        /** No files, but the rows of a query: {@code SqlQuery}. */
        QUERY
    }

    /** A column and its type. */
    public record SourceColumn(String name, HiveType type) {}

    /** Whether the catalog takes it that there are files. */
    enum Files {
        EXPECTED,
        /** A crawler saw that they are gone. */
        DEPRECATED
    }

    /**
     * A place with files, and the values of the partition keys for all of them.
     *
     * @param batches which of the files count while a job writes the table
     */
    public record Folder(String location, List<String> values, Files files, BatchObjects batches) {
        public Folder {
            values = List.copyOf(values);
        }

        /** A folder of a table that no job is writing. */
        Folder(String location, List<String> values, Files files) {
            this(location, values, files, BatchObjects.ALL);
        }
    }

    /** Reads the catalog's entities, of a table that is its folders' files. @throws JobFailureException if the job cannot read such a table */
    public static SourceTable of(Table table, List<Partition> partitions) {
        return of(table, partitions, Optional.empty());
    }

    /** Reads the catalog's entities. @throws JobFailureException if the job cannot read such a table */
    public static SourceTable of(Table table, List<Partition> partitions, Optional<LakeSnapshot> snapshot) {
        String name = table.databaseName() + "." + table.name();
        StorageDescriptor storage = table.storageDescriptor();
        if (storage == null || storage.location() == null || storage.columns().isEmpty()) {
            throw new JobFailureException("Cannot read table %s: it has no location or no columns".formatted(name));
        }
        Map<String, String> parameters = new LinkedHashMap<>(table.parameters());
        parameters.putAll(storage.parameters());
        if (storage.serdeInfo() != null) {
            parameters.putAll(storage.serdeInfo().parameters());
        }
        addDefaults(storage, parameters);
        List<SourceColumn> keys = columns(name, table.partitionKeys());
        SourceTable found = new SourceTable(
                name,
                snapshot.isPresent() ? Format.LAKEHOUSE : format(name, table, parameters),
                columns(name, current(storage.columns())),
                keys,
                keys.isEmpty() || snapshot.isPresent()
                        ? List.of(new Folder(
                                storage.location(), List.of(), Files.EXPECTED, BatchObjects.of(table.parameters())))
                        : folders(table, keys, partitions),
                parameters,
                snapshot);
        // A pattern that cannot be used is told before anything is read.
        found.records();
        return found;
    }

    /** What OpenCSVSerde takes where the table does not say it, as in a DDL statement without SERDEPROPERTIES. */
    private static void addDefaults(StorageDescriptor storage, Map<String, String> parameters) {
        if (storage.serdeInfo() != null
                && storage.serdeInfo().serializationLibrary() != null
                && storage.serdeInfo().serializationLibrary().endsWith("OpenCSVSerde")) {
            parameters.putIfAbsent("separatorChar", ",");
            parameters.putIfAbsent("quoteChar", "\"");
        }
    }

    /** How the records are found, of formats that only the crawlers' own readers read. @throws JobFailureException if the catalog says it wrongly */
    public Optional<RecordFormat> records() {
        String serde = switch (format) {
            case AVRO -> "AvroSerDe";
            case LOG -> "GrokSerDe";
            case JSON_PATH -> "JsonSerDe";
            case XML -> "";
            case CSV, JSON, ORC, PARQUET, LAKEHOUSE, QUERY -> "other";
        };
        Map<String, String> types = new LinkedHashMap<>();
        columns.forEach(column -> types.put(column.name(), column.type().toString()));
        try {
            return RecordFormat.of(serde, parameters, types);
        } catch (IllegalArgumentException e) {
            throw new JobFailureException("Cannot read table %s: %s".formatted(name, e.getMessage()), e);
        }
    }

    /** Which objects in the folders are not the table's. @throws JobFailureException if the table's parameter is malformed */
    TableExclusions exclusions() {
        try {
            return TableExclusions.of(parameters);
        } catch (IllegalArgumentException e) {
            throw new JobFailureException("Cannot read table %s: %s".formatted(name, e.getMessage()), e);
        }
    }

    /** Iceberg's own catalog leaves dropped columns among the table's. */
    private static List<Column> current(List<Column> columns) {
        return columns.stream()
                .filter(column -> !"false".equals(column.parameters().get("iceberg.field.current")))
                .toList();
    }

    private static List<SourceColumn> columns(String table, List<Column> columns) {
        List<SourceColumn> result = new ArrayList<>();
        for (Column column : columns) {
            try {
                result.add(new SourceColumn(column.name().toLowerCase(Locale.ROOT), HiveType.parse(column.type())));
            } catch (IllegalArgumentException e) {
                throw new JobFailureException(
                        "Cannot read column %s of table %s: %s".formatted(column.name(), table, e.getMessage()), e);
            }
        }
        return result;
    }

    private static List<Folder> folders(Table table, List<SourceColumn> keys, List<Partition> partitions) {
        List<Folder> folders = new ArrayList<>();
        for (Partition partition : partitions) {
            StorageDescriptor storage = partition.storageDescriptor();
            if (storage == null
                    || storage.location() == null
                    || partition.values().size() != keys.size()) {
                throw new JobFailureException(
                        "Cannot read partition %s of table %s.%s: it has no location, or its values do not fit the %d partition keys"
                                .formatted(partition.values(), table.databaseName(), table.name(), keys.size()));
            }
            Files files = partition.parameters().containsKey(DEPRECATED_BY_CRAWLER) ? Files.DEPRECATED : Files.EXPECTED;
            BatchObjects batches = BatchObjects.of(table.parameters(), partition.parameters());
            folders.add(new Folder(storage.location(), partition.values(), files, batches));
        }
        return folders;
    }

    private static Format format(String table, Table entry, Map<String, String> parameters) {
        StorageDescriptor storage = entry.storageDescriptor();
        String serde = storage.serdeInfo() == null || storage.serdeInfo().serializationLibrary() == null
                ? ""
                : storage.serdeInfo().serializationLibrary();
        String classification = parameters.getOrDefault("classification", "").toLowerCase(Locale.ROOT);
        LakeFormat.of(entry).ifPresent(kind -> {
            // Their folders hold files that are rows no longer.
            throw new JobFailureException("Cannot read table %s: it is a table of %s, and nobody has read its metadata"
                    .formatted(table, kind));
        });
        if (serde.endsWith("GrokSerDe")) {
            return Format.LOG;
        }
        if (serde.isEmpty() && !parameters.getOrDefault("rowTag", "").isEmpty()) {
            return Format.XML;
        }
        if (classification.equals("avro") || serde.endsWith("AvroSerDe")) {
            return Format.AVRO;
        }
        if (classification.equals("parquet") || serde.endsWith("ParquetHiveSerDe")) {
            return Format.PARQUET;
        }
        if (classification.equals("orc") || serde.endsWith("OrcSerde")) {
            return Format.ORC;
        }
        if (classification.equals("json") || serde.endsWith("JsonSerDe")) {
            return parameters.getOrDefault("jsonPath", "").isEmpty() ? Format.JSON : Format.JSON_PATH;
        }
        if (classification.equals("csv") || serde.endsWith("OpenCSVSerde") || serde.endsWith("LazySimpleSerDe")) {
            return Format.CSV;
        }
        throw new JobFailureException(
                "Cannot read table %s: its format is '%s' (SerDe '%s'), but the job reads csv, json, orc, parquet, avro, xml and logs"
                        .formatted(table, classification, serde));
    }

    /** Whether the crawler found that there are no rows, so that finding none is no error. */
    boolean isKnownEmpty() {
        return "0".equals(parameters.get("recordCount")) || "0".equals(parameters.get("objectCount"));
    }
}
