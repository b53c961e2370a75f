package io.millrace.catalog.store.jdbc;

import io.millrace.catalog.store.CatalogTransaction;
import io.millrace.catalog.store.EntityPath;
import io.millrace.catalog.store.TableRows.Archive;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import software.amazon.awssdk.services.glue.model.Database;
import software.amazon.awssdk.services.glue.model.Table;

/** Changes of every kind to a few databases, tables, partitions and entities, repeatable from a seed. */
final class RandomChanges {
    private final Random random;
    private int revision;

    RandomChanges(long seed) {
        random = new Random(seed);
    }

    /** Makes one to eight changes in the transaction; tells how many. */
    int apply(CatalogTransaction tx) {
        int changes = 1 + random.nextInt(8);
        for (int i = 0; i < changes; i++) {
            revision++;
            change(tx);
        }
        return changes;
    }

    private void change(CatalogTransaction tx) {
        String database = one("a", "b");
        String name = one("t", "u", "v");
        int kind = random.nextInt(100);
        if (kind < 12) {
            changeDatabase(tx, database, kind);
        } else if (kind < 40) {
            changeTable(tx, database, name, kind);
        } else if (kind < 80) {
            changePartition(tx, database, name, kind);
        } else {
            changeNote(tx, database, name, kind);
        }
    }

    private void changeDatabase(CatalogTransaction tx, String name, int kind) {
        Database next =
                Database.builder().name(name).description("r" + revision).build();
        if (kind < 2) {
            tx.databases().delete(name);
        } else if (!tx.databases().insert(next)) {
            tx.databases().update(next);
        }
    }

    private void changeTable(CatalogTransaction tx, String database, String name, int kind) {
        Optional<Table> current = tx.tables().find(database, name);
        if (tx.databases().find(database).isEmpty()) {
            return;
        }
        if (current.isEmpty()) {
            tx.tables().insert(TestingRows.table(database, name, 0));
        } else if (kind < 16) {
            tx.tables().delete(database, name);
        } else if (kind < 20) {
            tx.tables().deleteVersion(database, name, String.valueOf(random.nextInt(3)));
        } else {
            String version = current.get().versionId();
            Table next = TestingRows.table(database, name, Long.parseLong(version) + 1);
            tx.tables().update(next, version, kind % 2 == 0 ? Archive.KEEP : Archive.SKIP);
        }
    }

    private void changePartition(CatalogTransaction tx, String database, String name, int kind) {
        if (tx.tables().find(database, name).isEmpty()) {
            return;
        }
        List<String> values = values();
        if (kind < 48) {
            tx.partitions().delete(database, name, values);
        } else if (kind < 60) {
            List<String> target = values();
            if (values.equals(target)
                    || tx.partitions().find(database, name, target).isEmpty()) {
                tx.partitions()
                        .update(values, TestingRows.partition(database, name, revision, target.toArray(String[]::new)));
            }
        } else {
            tx.partitions().insert(TestingRows.partition(database, name, revision, values.toArray(String[]::new)));
        }
    }

    private void changeNote(CatalogTransaction tx, String database, String table, int kind) {
        List<String> path = switch (kind % 4) {
            case 0 -> List.of("free");
            case 1 -> EntityPath.database(database);
            case 2 -> EntityPath.table(database, table);
            default -> EntityPath.partition(database, table, values());
        };
        String name = one("x", "y");
        Database note =
                Database.builder().name(name).description("r" + revision).build();
        if (kind < 84) {
            tx.entities().delete(TestingRows.NOTE, path, name);
        } else if (kind == 99) {
            tx.entities().deleteBelow(path);
        } else if (!tx.entities().insert(TestingRows.NOTE, path, name, note)) {
            tx.entities().update(TestingRows.NOTE, path, name, note);
        }
    }

    private List<String> values() {
        return List.of(one("1", "2"), one("", "é", "\u0000"));
    }

    private String one(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
