package io.millrace.catalog.store.jdbc;

import io.millrace.catalog.sdkjson.SdkJsonSeries;
import io.millrace.catalog.sdkjson.SdkJsonTemplate;
import io.millrace.catalog.store.PartitionSeries;
import io.millrace.catalog.store.PartitionSeries.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import software.amazon.awssdk.services.glue.model.Partition;

/**
 * Partitions of one table as they are stored, some at a time. Of many, the next are encoded by another thread while the caller
 * writes. For one thread.
 */
final class EncodedPartitions {
    private static final int BATCH = 500;

    private final int count;
    private final IntFunction<Row> encoding;
    private int begun;
    private CompletableFuture<List<Row>> ahead = CompletableFuture.completedFuture(List.of());

    /** A partition's columns in the database. */
    record Row(String key, String definition) {}

    private EncodedPartitions(int count, IntFunction<Row> encoding) {
        this.count = count;
        this.encoding = encoding;
        begin();
    }

    static EncodedPartitions of(PartitionTable table, List<Partition> partitions) {
        SdkJsonSeries definitions = new SdkJsonSeries();
        return new EncodedPartitions(partitions.size(), place -> {
            Partition partition = partitions.get(place);
            return new Row(table.key(partition.values()), definitions.write(partition));
        });
    }

    /** @param series with at least one member */
    static EncodedPartitions of(PartitionTable table, PartitionSeries series) {
        List<Member> members = series.members();
        int values = members.get(0).values().size();
        int parameters = values + 1;
        SdkJsonTemplate template = SdkJsonTemplate.of(
                parameters + series.parameters().size(),
                marks -> series.partition(new Member(
                        marks.subList(0, values), marks.get(values), marks.subList(parameters, marks.size()))));
        return new EncodedPartitions(members.size(), place -> {
            Member member = members.get(place);
            List<String> texts = new ArrayList<>(member.values());
            texts.add(member.location());
            texts.addAll(member.parameters());
            return new Row(table.key(member.values()), template.write(texts));
        });
    }

    /** The next; none at the end. */
    List<Row> next() {
        List<Row> rows = ahead.join();
        begin();
        return rows;
    }

    private void begin() {
        int from = begun;
        begun = Math.min(begun + BATCH, count);
        int to = begun;
        // A few are not worth another thread.
        ahead = to - from < BATCH
                ? CompletableFuture.completedFuture(encode(from, to))
                : CompletableFuture.supplyAsync(() -> encode(from, to));
    }

    private List<Row> encode(int from, int to) {
        List<Row> rows = new ArrayList<>(to - from);
        for (int place = from; place < to; place++) {
            rows.add(encoding.apply(place));
        }
        return rows;
    }
}
