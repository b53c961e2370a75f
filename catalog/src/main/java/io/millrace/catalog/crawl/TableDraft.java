package io.millrace.catalog.crawl;

import io.millrace.catalog.classify.CsvDialect;
import io.millrace.catalog.classify.FileFormat;
import io.millrace.catalog.classify.FileSchema;
import io.millrace.catalog.classify.FormatDetail.TableFormat;
import io.millrace.catalog.layout.Folder;
import io.millrace.catalog.layout.TableRoots.Root;
import io.millrace.catalog.type.InferredType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;

/**
 * A table as a crawl found it, before it meets the catalog: with Glue's table parameters (the same map on table and
 * descriptor).
 *
 * @param location with a slash at its end
 */
record TableDraft(
        String location, List<Column> partitionKeys, StorageDescriptor descriptor, List<PartitionDraft> partitions) {
    /** A partition; its descriptor has the table's columns and its own location and counts. */
    record PartitionDraft(List<String> values, StorageDescriptor descriptor) {}

    Map<String, String> parameters() {
        return descriptor.parameters();
    }

    static TableDraft of(String crawler, CrawlTarget target, Root<FolderSchema> root) {
        FolderSchema whole = root.folders().stream()
                .map(Folder::schema)
                .reduce(FolderSchema::merge)
                .orElseThrow();
        FileSchema schema = whole.schema();
        List<String> keys = keys(root.keys(), schema);
        List<String> columnKeys = schema.detail() instanceof TableFormat format ? format.partitionColumns() : keys;
        List<Column> columns = columns(schema, columnKeys);
        StorageDescriptor descriptor = descriptor(schema, columns, target.location(root.path()))
                .parameters(parameters(crawler, target, whole, keys))
                .build();
        List<PartitionDraft> partitions = new ArrayList<>();
        for (Folder<FolderSchema> folder : keys.isEmpty() ? List.<Folder<FolderSchema>>of() : root.folders()) {
            StorageDescriptor own = descriptor.toBuilder()
                    .location(target.location(folder.path()))
                    .parameters(parameters(crawler, target, withDialect(folder.schema(), schema), keys))
                    .build();
            partitions.add(new PartitionDraft(root.values(folder), own));
        }
        List<Column> partitionKeys = schema.detail() instanceof TableFormat
                ? columnKeys.stream().map(key -> column(schema, key)).toList()
                : keys.stream()
                        .map(key -> Column.builder().name(key).type("string").build())
                        .toList();
        return new TableDraft(descriptor.location(), partitionKeys, descriptor, partitions);
    }

    /** A CSV column cannot be left out, so a partition key of its name gives way. */
    private static List<String> keys(List<String> keys, FileSchema schema) {
        List<String> unique = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            boolean taken = unique.contains(keys.get(i))
                    || (schema.format() == FileFormat.CSV && schema.columns().containsKey(keys.get(i)));
            unique.add(taken ? "partition_" + i : keys.get(i));
        }
        return unique;
    }

    /** Where columns are found by name, one that is a partition key as well is left out: the folder says its value. */
    private static List<Column> columns(FileSchema schema, List<String> keys) {
        Set<String> partitionKeys = Set.copyOf(keys);
        return schema.columns().entrySet().stream()
                .filter(column -> !partitionKeys.contains(column.getKey()))
                .map(column -> Column.builder()
                        .name(column.getKey())
                        .type(column.getValue().toHiveType().toString())
                        .build())
                .collect(Collectors.toList());
    }

    private static Column column(FileSchema schema, String name) {
        InferredType type = schema.columns().getOrDefault(name, InferredType.nothing());
        return Column.builder().name(name).type(type.toHiveType().toString()).build();
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

    /** A partition's counts with the table's dialect: its own files may happen to have no quotes. */
    private static FolderSchema withDialect(FolderSchema folder, FileSchema table) {
        return new FolderSchema(table, folder.objects(), folder.bytes(), folder.records(), folder.dataBytes());
    }

    private static Map<String, String> parameters(
            String crawler, CrawlTarget target, FolderSchema counts, List<String> keys) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("CrawlerSchemaDeserializerVersion", "1.0");
        parameters.put("CrawlerSchemaSerializerVersion", "1.0");
        parameters.put(CatalogChange.UPDATED_BY_CRAWLER, crawler);
        parameters.put("classification", counts.schema().classification());
        parameters.put("compressionType", counts.schema().compression().parameter());
        parameters.put("typeOfData", "file");
        parameters.put("objectCount", String.valueOf(counts.objects()));
        parameters.put("recordCount", String.valueOf(counts.records()));
        parameters.put("averageRecordSize", String.valueOf(counts.averageRecordSize()));
        parameters.put("sizeKey", String.valueOf(counts.bytes()));
        counts.schema().dialect().ifPresent(dialect -> addDialect(parameters, dialect));
        parameters.putAll(counts.schema().detail().tableParameters());
        if (!keys.isEmpty()) {
            parameters.put("partition_filtering.enabled", "true");
        }
        if (!target.exclusions().isEmpty()) {
            parameters.put(
                    "exclusions",
                    target.exclusions().stream()
                            .map(glob -> "\"" + target.location() + glob + "\"")
                            .collect(Collectors.joining(",", "[", "]")));
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
