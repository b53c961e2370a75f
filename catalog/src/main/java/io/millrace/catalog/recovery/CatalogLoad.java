package io.millrace.catalog.recovery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.store.CatalogTransaction;
import io.millrace.catalog.store.EntityPath;
import io.millrace.catalog.store.StoredEntity;
import io.millrace.catalog.store.TableRows.Archive;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import software.amazon.awssdk.services.glue.model.Database;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.Table;

/**
 * Writes what a walk visits into one transaction, every database under its name and a suffix. A database that exists already is
 * refused: living data is never written over. Entities outside of databases are added where their names are free.
 */
final class CatalogLoad implements Consumer<CatalogRow> {
    private static final int BATCH = 1000;
    private static final int MAX_NAME_LENGTH = 255;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final CatalogTransaction tx;
    private final String suffix;
    private final List<Partition> waiting = new ArrayList<>();
    private final TreeSet<String> databases = new TreeSet<>();
    private long tables;
    private long partitions;
    private long entities;
    private long kept;
    private final BookmarkLoad bookmarks;

    CatalogLoad(CatalogTransaction tx, String suffix) {
        this.tx = tx;
        this.suffix = suffix;
        this.bookmarks = new BookmarkLoad(tx.bookmarks(), suffix, databases);
    }

    @Override
    public void accept(CatalogRow row) {
        if (row instanceof CatalogRow.OfPartition partition) {
            partition(partition.partition());
            return;
        }
        flush();
        if (row instanceof CatalogRow.OfDatabase database) {
            database(database.database());
        } else if (row instanceof CatalogRow.OfTable table) {
            table(table.table(), table.archived());
            table.indexes()
                    .forEach(index -> tx.partitionIndexes()
                            .insert(
                                    renamed(table.table().databaseName()),
                                    table.table().name(),
                                    index));
        } else if (row instanceof CatalogRow.OfEntity entity) {
            entity(entity.entity());
        } else {
            bookmarks.accept(row);
        }
    }

    /** What was written, once the last row has been. */
    RestoreReport finish() {
        flush();
        return new RestoreReport(
                List.copyOf(databases), tables, partitions, entities, kept, bookmarks.written(), bookmarks.kept());
    }

    private void database(Database database) {
        String name = renamed(database.name());
        if (name.length() > MAX_NAME_LENGTH) {
            throw new CatalogException(
                    CatalogErrorCode.INVALID_INPUT,
                    "Database name " + name + " would be longer than " + MAX_NAME_LENGTH
                            + " characters. Choose a shorter suffix.");
        }
        if (!tx.databases().insert(database.toBuilder().name(name).build())) {
            throw new CatalogException(
                    CatalogErrorCode.ALREADY_EXISTS,
                    "Database " + name
                            + " exists, and a restore never writes over living data. Choose another suffix with --suffix.");
        }
        databases.add(name);
    }

    private void table(Table table, List<Table> archived) {
        List<Table> versions = new ArrayList<>(archived);
        versions.add(table);
        String before = "";
        for (Table version : versions) {
            Table moved = version.toBuilder()
                    .databaseName(renamed(version.databaseName()))
                    .build();
            if (before.isEmpty()) {
                tx.tables().insert(moved);
            } else {
                tx.tables().update(moved, before, Archive.KEEP);
            }
            before = version.versionId();
        }
        tables++;
    }

    private void partition(Partition partition) {
        if (!waiting.isEmpty() && (waiting.size() == BATCH || !sameTable(waiting.get(0), partition))) {
            flush();
        }
        waiting.add(partition);
    }

    private static boolean sameTable(Partition one, Partition other) {
        return one.tableName().equals(other.tableName()) && one.databaseName().equals(other.databaseName());
    }

    private void flush() {
        if (waiting.isEmpty()) {
            return;
        }
        tx.partitions()
                .insertAll(waiting.stream()
                        .map(partition -> partition.toBuilder()
                                .databaseName(renamed(partition.databaseName()))
                                .build())
                        .toList());
        partitions += waiting.size();
        waiting.clear();
    }

    private void entity(StoredEntity entity) {
        if (tx.entities().insert(moved(entity))) {
            entities++;
        } else {
            kept++;
        }
    }

    private StoredEntity moved(StoredEntity entity) {
        if (suffix.isEmpty() || EntityPath.databaseOf(entity.path()).isEmpty()) {
            return entity;
        }
        List<String> path = new ArrayList<>(entity.path());
        path.set(1, renamed(path.get(1)));
        return new StoredEntity(entity.kind(), path, entity.name(), withDatabase(entity.definition(), path.get(1)));
    }

    /** Functions name their database in themselves. */
    private static String withDatabase(String definition, String database) {
        try {
            JsonNode tree = JSON.readTree(definition);
            if (tree instanceof ObjectNode object && object.has("DatabaseName")) {
                return JSON.writeValueAsString(object.put("DatabaseName", database));
            }
            return definition;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The catalog holds an entity that is not JSON", e);
        }
    }

    private String renamed(String database) {
        return database + suffix;
    }
}
