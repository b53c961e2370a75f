package io.millrace.catalog.store.jdbc;

import io.millrace.catalog.store.CatalogTransaction;
import io.millrace.catalog.store.EntityKind;
import io.millrace.catalog.store.EntityPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.glue.model.Database;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.Table;

/** Small rows, and everything that a transaction sees as text. */
final class TestingRows {
    static final EntityKind<Database> NOTE = EntityKind.ofSdk("note", Database.class, Database::builder);

    private TestingRows() {}

    static Database database(String name) {
        return Database.builder().name(name).build();
    }

    static Table table(String database, String name, long version) {
        return Table.builder()
                .databaseName(database)
                .name(name)
                .versionId(String.valueOf(version))
                .build();
    }

    static Partition partition(String database, String table, int revision, String... values) {
        return Partition.builder()
                .databaseName(database)
                .tableName(table)
                .values(values)
                .parameters(Map.of("revision", String.valueOf(revision)))
                .build();
    }

    static List<String> dump(CatalogTransaction tx) {
        List<String> all = new ArrayList<>();
        dumpNotes(tx, List.of("free"), all);
        for (Database database : tx.databases().list("", 1000)) {
            all.add(database.toString());
            dumpNotes(tx, EntityPath.database(database.name()), all);
            for (Table table : tx.tables().list(database.name(), "", 1000)) {
                all.add(tx.tables()
                        .find(database.name(), table.name())
                        .orElseThrow()
                        .toString());
                dumpTable(tx, table, all);
            }
        }
        return all;
    }

    private static void dumpTable(CatalogTransaction tx, Table table, List<String> all) {
        String database = table.databaseName();
        dumpNotes(tx, EntityPath.table(database, table.name()), all);
        tx.tables()
                .listVersions(database, table.name(), Long.MAX_VALUE, 1000)
                .forEach(version -> all.add(version.toString()));
        for (Partition partition : tx.partitions().list(database, table.name(), any -> true, List.of(), 1000)) {
            all.add(partition.toString());
            if (!tx.partitions()
                    .find(database, table.name(), partition.values())
                    .equals(Optional.of(partition))) {
                throw new AssertionError("Listed, but not found: " + partition);
            }
            dumpNotes(tx, EntityPath.partition(database, table.name(), partition.values()), all);
        }
    }

    private static void dumpNotes(CatalogTransaction tx, List<String> path, List<String> all) {
        tx.entities().list(NOTE, path, "", 1000).forEach(note -> all.add(path + " " + note));
    }
}
