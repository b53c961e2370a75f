package io.millrace.catalog.crawl;

import io.millrace.catalog.crawl.CrawlerConfiguration.ColumnChange;
import io.millrace.catalog.crawl.TableDraft.PartitionDraft;
import io.millrace.catalog.layout.TableExclusions;
import io.millrace.catalog.type.JsonKeys;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.SerDeInfo;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;
import software.amazon.awssdk.services.glue.model.Table;

/**
 * A crawler's table brought to what a crawl found. Columns, formats, SerDe and the crawler's parameters become those that were found;
 * what others added stays: parameters, comments, column parameters, SerDe parameters, sort and bucket columns, and the type of a
 * partition key as long as all values are of it.
 */
final class TableUpdate {
    /** SerDe parameters that say what was found, so that one that is found no more goes. */
    private static final Set<String> FOUND_SERDE_PARAMETERS = Set.of(
            "field.delim",
            "escape.delim",
            "separatorChar",
            "quoteChar",
            "escapeChar",
            "paths",
            "jsonPath",
            JsonKeys.NESTED_PATHS,
            SerDes.JSON_LAYOUT,
            "serialization.encoding",
            "serialization.format",
            "avro.schema.literal",
            "input.format",
            "input.grokCustomPatterns",
            "rowtag");

    private static final String MAPPING = "mapping.";

    private final TableDraft draft;
    private final CrawlPolicy policy;

    TableUpdate(TableDraft draft, CrawlPolicy policy) {
        this.draft = draft;
        this.policy = policy;
    }

    /** The same table with the same version; equal to {@code existing} if there is nothing new. */
    Table of(Table existing) {
        StorageDescriptor old = existing.storageDescriptor();
        StorageDescriptor found = draft.descriptor();
        boolean merge = policy.configuration().columns() == ColumnChange.MERGE_NEW;
        StorageDescriptor descriptor = old.toBuilder()
                .columns(
                        merge
                                ? ColumnMerge.addNew(old.columns(), found.columns(), isPositional())
                                : ColumnMerge.asFound(old.columns(), found.columns()))
                .inputFormat(found.inputFormat())
                .outputFormat(found.outputFormat())
                .serdeInfo(serDe(old.serdeInfo(), found.serdeInfo(), merge))
                .parameters(CrawlerParameters.merge(old.parameters(), found.parameters()))
                .build();
        Map<String, String> parameters = CrawlerParameters.merge(existing.parameters(), draft.parameters());
        String exclusions = existing.parameters().get(TableExclusions.PARAMETER);
        if (draft.table().isPresent() && exclusions != null) {
            // Not of the crawler, whose target is the table: whoever made it wants them left out.
            parameters = new LinkedHashMap<>(parameters);
            parameters.put(TableExclusions.PARAMETER, exclusions);
        }
        return existing.toBuilder()
                .storageDescriptor(descriptor)
                .partitionKeys(partitionKeys(existing))
                .tableType(Optional.ofNullable(existing.tableType()).orElse("EXTERNAL_TABLE"))
                .parameters(parameters)
                .build();
    }

    static Table withoutCounts(Table table) {
        return table.toBuilder()
                .parameters(CrawlerParameters.without(table.parameters(), CrawlerParameters.COUNTS))
                .storageDescriptor(table.storageDescriptor().toBuilder()
                        .parameters(CrawlerParameters.without(
                                table.storageDescriptor().parameters(), CrawlerParameters.COUNTS))
                        .build())
                .build();
    }

    /** Whether partitions inherit the same from both. */
    static boolean describesAlike(Table a, Table b) {
        StorageDescriptor x = a.storageDescriptor();
        StorageDescriptor y = b.storageDescriptor();
        return x.columns().equals(y.columns())
                && Objects.equals(x.inputFormat(), y.inputFormat())
                && Objects.equals(x.outputFormat(), y.outputFormat())
                && Objects.equals(x.serdeInfo(), y.serdeInfo())
                && a.partitionKeys().equals(b.partitionKeys())
                && CrawlerParameters.sameBut(a.parameters(), b.parameters(), CrawlerParameters.COUNTS);
    }

    private boolean isPositional() {
        return "csv".equals(draft.parameters().get(CrawlerParameters.CLASSIFICATION));
    }

    private static @Nullable SerDeInfo serDe(@Nullable SerDeInfo old, @Nullable SerDeInfo found, boolean merge) {
        if (old == null || found == null || !Objects.equals(old.serializationLibrary(), found.serializationLibrary())) {
            return found;
        }
        Map<String, String> parameters = new LinkedHashMap<>(old.parameters());
        if (!merge) {
            parameters.keySet().removeIf(name -> FOUND_SERDE_PARAMETERS.contains(name) || name.startsWith(MAPPING));
        }
        parameters.putAll(found.parameters());
        if (parameters.equals(old.parameters())) {
            return old;
        }
        return old.toBuilder().parameters(parameters).build();
    }

    private List<Column> partitionKeys(Table existing) {
        List<String> old = existing.partitionKeys().stream().map(Column::name).toList();
        List<String> found = draft.partitionKeys().stream().map(Column::name).toList();
        if (!old.equals(found)) {
            return draft.partitionKeys();
        }
        List<Column> keys = new ArrayList<>();
        for (int i = 0; i < old.size(); i++) {
            Column key = existing.partitionKeys().get(i);
            String type = type(key.type(), i);
            keys.add(type.equals(key.type()) ? key : key.toBuilder().type(type).build());
        }
        return keys;
    }

    /** Never narrower than before: a job may know that a key is more than what its folders' names say. */
    private String type(String known, int key) {
        String type = known;
        for (PartitionDraft partition : draft.partitions()) {
            String value = partition.values().get(key);
            if (!PartitionKeyType.parse(type).fits(value)) {
                type = PartitionKeyTyping.widen(type, value);
            }
        }
        return type;
    }
}
