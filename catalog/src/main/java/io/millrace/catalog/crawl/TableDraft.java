package io.millrace.catalog.crawl;

import io.millrace.catalog.classify.ColumnNote;
import io.millrace.catalog.classify.CsvDialect;
import io.millrace.catalog.classify.FileFormat;
import io.millrace.catalog.classify.FileSchema;
import io.millrace.catalog.classify.FormatDetail.TableFormat;
import io.millrace.catalog.classify.Inference;
import io.millrace.catalog.layout.Folder;
import io.millrace.catalog.layout.TableExclusions;
import io.millrace.catalog.layout.TableRoots.Root;
import io.millrace.catalog.type.InferredType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;

/**
 * A table as a crawl found it, before it meets the catalog: with Glue's table parameters (the same map on table and
 * descriptor).
 *
 * @param location with a slash at its end
 * @param notes how columns got their names and types, by their names, where that is known
 * @param table the catalog's table that it is, if the crawler was told
 */
record TableDraft(
        String location,
        List<Column> partitionKeys,
        StorageDescriptor descriptor,
        List<PartitionDraft> partitions,
        Map<String, ColumnNote> notes,
        Optional<String> table) {
    /** The column parameter that has the name in the files, where the column's differs. */
    static final String ORIGINAL_NAME = "millrace.original-name";

    /** A table of which nothing is to be said. */
    TableDraft(
            String location,
            List<Column> partitionKeys,
            StorageDescriptor descriptor,
            List<PartitionDraft> partitions) {
        this(location, partitionKeys, descriptor, partitions, Map.of(), Optional.empty());
    }

    /** A partition: as its table, with its own location and counts. */
    record PartitionDraft(List<String> values, String location, Counts counts) {}

    /** How much there is of a table or partition. */
    record Counts(long objects, long records, long averageRecordSize, long bytes) {
        /** The parameters that have them, in the order of {@link #texts}. */
        static final List<String> PARAMETERS = List.of("objectCount", "recordCount", "averageRecordSize", "sizeKey");

        static Counts of(FolderSchema folder) {
            return new Counts(folder.objects(), folder.records(), folder.averageRecordSize(), folder.bytes());
        }

        void putInto(Map<String, String> parameters) {
            List<String> texts = texts();
            for (int i = 0; i < texts.size(); i++) {
                parameters.put(PARAMETERS.get(i), texts.get(i));
            }
        }

        List<String> texts() {
            return List.of(
                    Long.toString(objects),
                    Long.toString(records),
                    Long.toString(averageRecordSize),
                    Long.toString(bytes));
        }
    }

    Map<String, String> parameters() {
        return descriptor.parameters();
    }

    /** The table's parameters with the partition's counts. */
    Map<String, String> parameters(PartitionDraft partition) {
        Map<String, String> parameters = new LinkedHashMap<>(parameters());
        partition.counts().putInto(parameters);
        return parameters;
    }

    static TableDraft of(String crawler, Inference inference, CrawlTarget target, Root<FolderSchema> root) {
        FolderSchema whole = root.folders().stream()
                .map(Folder::schema)
                .reduce(FolderSchema::merge)
                .orElseThrow();
        FileSchema schema = whole.schema();
        List<String> keys = keys(root.keys(), schema);
        List<String> columnKeys = schema.detail() instanceof TableFormat format ? format.partitionColumns() : keys;
        StorageDescriptor descriptor = descriptor(schema, columns(schema, columnKeys), target.location(root.path()))
                .parameters(parameters(crawler, target, whole, keys))
                .build();
        List<PartitionDraft> partitions = new ArrayList<>();
        for (Folder<FolderSchema> folder : keys.isEmpty() ? List.<Folder<FolderSchema>>of() : root.folders()) {
            partitions.add(new PartitionDraft(
                    root.values(folder), target.location(folder.path()), Counts.of(folder.schema())));
        }
        List<Column> partitionKeys = schema.detail() instanceof TableFormat
                ? columnKeys.stream().map(key -> column(schema, key)).toList()
                : partitionKeys(keys, inference, partitions);
        return new TableDraft(
                descriptor.location(), partitionKeys, descriptor, partitions, schema.notes(), target.table());
    }

    private static List<Column> partitionKeys(List<String> keys, Inference inference, List<PartitionDraft> partitions) {
        List<Column> typed = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            InferredType type = InferredType.nothing();
            if (inference == Inference.PRECISE) {
                for (PartitionDraft partition : partitions) {
                    type = type.join(PartitionKeyTyping.of(partition.values().get(i)));
                }
            }
            typed.add(Column.builder()
                    .name(keys.get(i))
                    .type(type.toHiveType().toString())
                    .build());
        }
        return typed;
    }

    /** A CSV column cannot be left out, so a partition key of its name gives way. */
    private static List<String> keys(List<String> keys, FileSchema schema) {
        Set<String> columns =
                schema.format() == FileFormat.CSV ? schema.columns().keySet() : Set.of();
        List<String> unique = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            String key = keys.get(i);
            for (int other = i; unique.contains(key) || columns.contains(key); other++) {
                key = "partition_" + other;
            }
            unique.add(key);
        }
        return unique;
    }

    /** Where columns are found by name, one that is a partition key as well is left out: the folder says its value. */
    private static List<Column> columns(FileSchema schema, List<String> keys) {
        Set<String> partitionKeys = Set.copyOf(keys);
        return schema.columns().entrySet().stream()
                .filter(column -> !partitionKeys.contains(column.getKey()))
                .map(column -> column(
                        column.getKey(),
                        column.getValue(),
                        schema.notes().getOrDefault(column.getKey(), ColumnNote.NONE)))
                .collect(Collectors.toList());
    }

    private static Column column(FileSchema schema, String name) {
        InferredType type = schema.columns().getOrDefault(name, InferredType.nothing());
        return column(name, type, schema.notes().getOrDefault(name, ColumnNote.NONE));
    }

    private static Column column(String name, InferredType type, ColumnNote note) {
        Column.Builder column =
                Column.builder().name(name).type(type.toHiveType().toString());
        note.originalName().ifPresent(original -> column.parameters(Map.of(ORIGINAL_NAME, original)));
        return column.build();
    }

    private static StorageDescriptor.Builder descriptor(FileSchema schema, List<Column> columns, String location) {
        StorageDescriptor.Builder descriptor = StorageDescriptor.builder()
                .columns(columns)
                .location(location)
                .compressed(false)
                .numberOfBuckets(-1)
                .bucketColumns(List.of())
                .sortColumns(List.of())
                .storedAsSubDirectories(false);
        SerDes.describe(schema, descriptor);
        return descriptor;
    }

    private static Map<String, String> parameters(
            String crawler, CrawlTarget target, FolderSchema counts, List<String> keys) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("CrawlerSchemaDeserializerVersion", "1.0");
        parameters.put("CrawlerSchemaSerializerVersion", "1.0");
        parameters.put(CrawlerParameters.UPDATED_BY_CRAWLER, crawler);
        parameters.put("classification", counts.schema().classification());
        parameters.put("compressionType", counts.schema().compression().parameter());
        parameters.put("typeOfData", "file");
        Counts.of(counts).putInto(parameters);
        counts.schema().dialect().ifPresent(dialect -> addDialect(parameters, dialect));
        parameters.putAll(counts.schema().detail().tableParameters());
        if (!keys.isEmpty()) {
            parameters.put("partition_filtering.enabled", "true");
        }
        if (!target.exclusions().isEmpty()) {
            parameters.put(TableExclusions.PARAMETER, TableExclusions.format(target.location(), target.exclusions()));
        }
        return parameters;
    }

    private static void addDialect(Map<String, String> parameters, CsvDialect dialect) {
        parameters.put("delimiter", String.valueOf(dialect.delimiter()));
        parameters.put("columnsOrdered", "true");
        parameters.put("areColumnsQuoted", String.valueOf(dialect.quotes() == CsvDialect.Quotes.SEEN));
        if (dialect.header() == CsvDialect.Header.PRESENT) {
            parameters.put("skip.header.line.count", "1");
        }
    }
}
