package io.millrace.catalog.store.jdbc;

import io.millrace.catalog.store.PartitionRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.PreparedBatch;
import software.amazon.awssdk.services.glue.model.Partition;

/** Rows of {@code glue_partitions}. */
final class JdbcPartitionRows implements PartitionRows {
    private static final String OF_TABLE = " WHERE database_name = :database AND table_name = :table";
    private static final String INSERT =
            "INSERT INTO glue_partitions (database_name, table_name, values_key, definition)"
                    + " VALUES (:database, :table, :key, :definition) ON CONFLICT DO NOTHING";

    private final SqlSession session;

    JdbcPartitionRows(SqlSession session) {
        this.session = session;
    }

    @Override
    public Optional<Partition> find(String database, String table, List<String> values) {
        return session.query("SELECT definition FROM glue_partitions" + OF_TABLE + " AND values_key = :key")
                .bind("database", database)
                .bind("table", table)
                .bind("key", PartitionValuesKey.encode(values))
                .mapTo(String.class)
                .findOne()
                .map(Definitions::partition);
    }

    @Override
    public List<Partition> list(
            String database, String table, Predicate<List<String>> filter, List<String> afterValues, int limit) {
        // Rows come one by one; only those that match are parsed.
        try (Stream<Row> rows = session
                .query("SELECT values_key, definition FROM glue_partitions" + OF_TABLE
                        + " AND values_key > :after ORDER BY values_key")
                .bind("database", database)
                .bind("table", table)
                .bind("after", PartitionValuesKey.encode(afterValues))
                .map((result, context) -> new Row(result.getString(1), result.getString(2)))
                .stream()) {
            return rows.filter(row -> filter.test(PartitionValuesKey.decode(row.key())))
                    .limit(limit)
                    .map(row -> Definitions.partition(row.definition()))
                    .toList();
        }
    }

    @Override
    public boolean insert(Partition partition) {
        return insertAll(List.of(partition)).isEmpty();
    }

    @Override
    public List<Partition> insertAll(List<Partition> partitions) {
        if (partitions.isEmpty()) {
            return List.of();
        }
        PreparedBatch batch = session.batch(INSERT);
        for (Partition partition : partitions) {
            batch.bind("database", partition.databaseName())
                    .bind("table", partition.tableName())
                    .bind("key", PartitionValuesKey.encode(partition.values()))
                    .bind("definition", Definitions.write(partition))
                    .add();
        }
        int[] inserted = batch.execute();
        List<Partition> taken = new ArrayList<>();
        for (int i = 0; i < inserted.length; i++) {
            if (inserted[i] == 0) {
                taken.add(partitions.get(i));
            }
        }
        return taken;
    }

    @Override
    public boolean update(List<String> values, Partition partition) {
        return session.update("UPDATE glue_partitions SET values_key = :newKey, definition = :definition" + OF_TABLE
                                + " AND values_key = :key")
                        .bind("newKey", PartitionValuesKey.encode(partition.values()))
                        .bind("definition", Definitions.write(partition))
                        .bind("database", partition.databaseName())
                        .bind("table", partition.tableName())
                        .bind("key", PartitionValuesKey.encode(values))
                        .execute()
                == 1;
    }

    @Override
    public boolean delete(String database, String table, List<String> values) {
        return session.update("DELETE FROM glue_partitions" + OF_TABLE + " AND values_key = :key")
                        .bind("database", database)
                        .bind("table", table)
                        .bind("key", PartitionValuesKey.encode(values))
                        .execute()
                == 1;
    }

    private record Row(String key, String definition) {}
}
