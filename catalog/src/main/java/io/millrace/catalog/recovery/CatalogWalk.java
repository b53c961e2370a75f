package io.millrace.catalog.recovery;

import io.millrace.catalog.store.CatalogTransaction;
import io.millrace.catalog.store.EntityPath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.services.glue.model.Database;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableVersion;

/** Visits everything that one transaction sees, page by page, owners first. */
final class CatalogWalk {
    private static final int PAGE = 500;

    private final CatalogTransaction tx;
    private final CatalogSelection selection;
    private final Consumer<CatalogRow> visitor;

    private CatalogWalk(CatalogTransaction tx, CatalogSelection selection, Consumer<CatalogRow> visitor) {
        this.tx = tx;
        this.selection = selection;
        this.visitor = visitor;
    }

    static void visit(CatalogTransaction tx, CatalogSelection selection, Consumer<CatalogRow> visitor) {
        new CatalogWalk(tx, selection, visitor).databases();
    }

    /** The whole catalog: databases, then what stands outside of them; without bookmarks, which the past does not have. */
    static void visitAll(CatalogTransaction tx, Consumer<CatalogRow> visitor) {
        visit(tx, CatalogSelection.ALL, visitor);
        tx.entities().forEachBelow(List.of(), entity -> {
            if (EntityPath.databaseOf(entity.path()).isEmpty()) {
                visitor.accept(new CatalogRow.OfEntity(entity));
            }
        });
    }

    private void databases() {
        String after = "";
        List<Database> page = tx.databases().list(after, PAGE);
        while (!page.isEmpty()) {
            page.stream()
                    .filter(database -> selection.hasDatabase(database.name()))
                    .forEach(this::database);
            after = page.get(page.size() - 1).name();
            page = tx.databases().list(after, PAGE);
        }
    }

    private void database(Database database) {
        visitor.accept(new CatalogRow.OfDatabase(database));
        if (selection.table().isEmpty()) {
            // What goes with tables comes with them, because it needs them.
            List<String> own = EntityPath.database(database.name());
            tx.entities().forEachBelow(own, entity -> {
                if (entity.path().equals(own)) {
                    visitor.accept(new CatalogRow.OfEntity(entity));
                }
            });
        }
        String after = "";
        List<Table> page = tx.tables().list(database.name(), after, PAGE);
        while (!page.isEmpty()) {
            page.stream().filter(table -> selection.hasTable(table.name())).forEach(this::table);
            after = page.get(page.size() - 1).name();
            page = tx.tables().list(database.name(), after, PAGE);
        }
    }

    private void table(Table table) {
        visitor.accept(new CatalogRow.OfTable(
                table, archived(table), tx.partitionIndexes().list(table.databaseName(), table.name())));
        tx.entities()
                .forEachBelow(
                        EntityPath.table(table.databaseName(), table.name()),
                        entity -> visitor.accept(new CatalogRow.OfEntity(entity)));
        List<String> after = List.of();
        List<Partition> page = partitions(table, after);
        while (!page.isEmpty()) {
            page.forEach(partition -> visitor.accept(new CatalogRow.OfPartition(partition)));
            after = page.get(page.size() - 1).values();
            page = partitions(table, after);
        }
    }

    private List<Partition> partitions(Table table, List<String> after) {
        return tx.partitions().list(table.databaseName(), table.name(), values -> true, after, PAGE);
    }

    private List<Table> archived(Table table) {
        List<Table> versions = new ArrayList<>();
        long before = Long.parseLong(table.versionId());
        List<TableVersion> page = tx.tables().listVersions(table.databaseName(), table.name(), before, PAGE);
        while (!page.isEmpty()) {
            page.forEach(version -> versions.add(version.table()));
            before = Long.parseLong(page.get(page.size() - 1).versionId());
            page = tx.tables().listVersions(table.databaseName(), table.name(), before, PAGE);
        }
        Collections.reverse(versions);
        return versions;
    }
}
