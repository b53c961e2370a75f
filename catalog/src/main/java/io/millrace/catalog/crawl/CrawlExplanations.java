package io.millrace.catalog.crawl;

import io.millrace.catalog.classify.ColumnNote;
import io.millrace.catalog.crawl.CrawlExplanation.ColumnReason;
import io.millrace.catalog.crawl.CrawlExplanation.GroupingDecision;
import io.millrace.catalog.crawl.CrawlExplanation.PartitionCounts;
import io.millrace.catalog.crawl.CrawlExplanation.TableChange;
import io.millrace.catalog.crawl.CrawlPlan.PlannedTarget;
import io.millrace.catalog.crawl.TableDraft.PartitionDraft;
import io.millrace.catalog.layout.GroupingDecision.Verdict;
import io.millrace.catalog.type.InferredType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.Table;

/** Makes explanations of what a crawl found and what would happen to the tables. */
final class CrawlExplanations {
    private CrawlExplanations() {}

    static CrawlExplanation of(String database, CrawlPlan plan, List<PlannedTable> planned) {
        List<String> skipped = new ArrayList<>(plan.skipped());
        planned.forEach(table -> skipped.addAll(table.partitions().notes()));
        return new CrawlExplanation(
                database,
                planned.stream().map(CrawlExplanations::change).toList(),
                plan.targets().stream()
                        .flatMap(target -> decisions(target).stream())
                        .toList(),
                skipped,
                plan.cost());
    }

    private static List<GroupingDecision> decisions(PlannedTarget planned) {
        return planned.grouping().decisions().stream()
                .map(decision -> new GroupingDecision(
                        planned.target().location(decision.path()),
                        decision.verdict() == Verdict.TABLE,
                        decision.reason()))
                .toList();
    }

    private static TableChange change(PlannedTable planned) {
        Table table = planned.table();
        PlannedPartitions partitions = planned.partitions();
        return new TableChange(
                planned.action(),
                table.name(),
                String.valueOf(table.storageDescriptor().location()),
                table.parameters().getOrDefault(CrawlerParameters.CLASSIFICATION, ""),
                columns(
                        table.storageDescriptor().columns(),
                        planned.draft().map(TableDraft::notes).orElse(Map.of())),
                keys(
                        table.partitionKeys(),
                        planned.draft().map(TableDraft::partitions).orElse(List.of())),
                new PartitionCounts(
                        partitions.added().size(),
                        partitions.updated().size() - partitions.retired(),
                        partitions.deleted().size() + partitions.retired(),
                        partitions.unchanged()),
                table.parameters(),
                planned.differences());
    }

    private static List<ColumnReason> columns(List<Column> columns, Map<String, ColumnNote> notes) {
        return columns.stream()
                .map(column -> {
                    ColumnNote note = notes.getOrDefault(column.name(), ColumnNote.NONE);
                    return new ColumnReason(
                            column.name(),
                            column.type(),
                            note.originalName(),
                            note.sample(),
                            TableDifferences.reason(note));
                })
                .toList();
    }

    private static List<ColumnReason> keys(List<Column> keys, List<PartitionDraft> partitions) {
        List<ColumnReason> reasons = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            reasons.add(key(keys.get(i), i, partitions));
        }
        return reasons;
    }

    /** The first value as the sample, and the first that a narrower type could not hold. */
    private static ColumnReason key(Column key, int position, List<PartitionDraft> partitions) {
        InferredType type = InferredType.nothing();
        Optional<String> sample = Optional.empty();
        Optional<String> broken = Optional.empty();
        for (PartitionDraft partition : partitions) {
            if (partition.values().size() <= position) {
                continue;
            }
            String value = partition.values().get(position);
            InferredType joined = type.join(PartitionKeyTyping.of(value));
            if (!joined.equals(type)) {
                sample = Optional.of(value);
                broken = type instanceof InferredType.Nothing
                        ? Optional.empty()
                        : Optional.of("a folder has '%s', which is no %s".formatted(value, type.toHiveType()));
            }
            type = joined;
        }
        return new ColumnReason(key.name(), key.type(), Optional.empty(), sample, broken);
    }
}
