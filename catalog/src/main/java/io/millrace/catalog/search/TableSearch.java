package io.millrace.catalog.search;

import io.millrace.catalog.store.CatalogTransaction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import software.amazon.awssdk.services.glue.model.Database;
import software.amazon.awssdk.services.glue.model.PropertyPredicate;
import software.amazon.awssdk.services.glue.model.ResourceShareType;
import software.amazon.awssdk.services.glue.model.SearchTablesRequest;
import software.amazon.awssdk.services.glue.model.Sort;
import software.amazon.awssdk.services.glue.model.SortCriterion;
import software.amazon.awssdk.services.glue.model.Table;

/** One search: which tables belong to its result, in which order, and how to go on after one of them. */
final class TableSearch {
    private static final int BATCH = 100;

    private final Predicate<Table> filter;
    private final Optional<Order> order;
    private final boolean empty;

    private TableSearch(Predicate<Table> filter, Optional<Order> order, boolean empty) {
        this.filter = filter;
        this.order = order;
        this.empty = empty;
    }

    /** @param field what to sort by; tables without it come first in ascending order */
    private record Order(TableField field, Sort direction) {
        String value(Table table) {
            return field.sortKey(table);
        }

        int compare(List<String> one, List<String> other) {
            int byValue = one.get(0).compareTo(other.get(0));
            if (byValue != 0) {
                return direction == Sort.DESC ? -byValue : byValue;
            }
            int byDatabase = one.get(1).compareTo(other.get(1));
            return byDatabase != 0 ? byDatabase : one.get(2).compareTo(other.get(2));
        }
    }

    /** @throws CatalogException InvalidInputException for a filter or an order that cannot be */
    static TableSearch of(SearchTablesRequest request) {
        List<Predicate<Table>> filters = new ArrayList<>();
        for (PropertyPredicate predicate : request.filters()) {
            filters.add(PropertyFilter.of(predicate));
        }
        if (request.searchText() != null) {
            filters.add(SearchText.parse(request.searchText())::matches);
        }
        Optional<Order> order = request.sortCriteria().stream()
                .findFirst()
                .map(criterion -> new Order(TableField.toSortBy(criterion.fieldName()), direction(criterion)));
        // Nothing is shared with this account, and nothing is federated.
        boolean empty = request.resourceShareType() == ResourceShareType.FOREIGN
                || request.resourceShareType() == ResourceShareType.FEDERATED;
        return new TableSearch(filters.stream().reduce(table -> true, Predicate::and), order, empty);
    }

    private static Sort direction(SortCriterion criterion) {
        return criterion.sort() == null ? Sort.ASC : criterion.sort();
    }

    /** The place of a table in the result. */
    List<String> key(Table table) {
        return order.map(by -> List.of(by.value(table), table.databaseName(), table.name()))
                .orElseGet(() -> List.of(table.databaseName(), table.name()));
    }

    /** Up to {@code limit} tables of the result after a place in it; an empty one is the start. */
    List<Table> listAfter(CatalogTransaction tx, List<String> after, int limit) {
        if (empty) {
            return List.of();
        }
        return order.isEmpty() ? unsorted(tx, after, limit) : sorted(tx, order.get(), after, limit);
    }

    private List<Table> unsorted(CatalogTransaction tx, List<String> after, int limit) {
        List<Table> found = new ArrayList<>();
        Predicate<Table> addUntilFull = table -> {
            if (filter.test(table)) {
                found.add(table);
            }
            return found.size() < limit;
        };
        if (after.isEmpty() || each(tx, after.get(0), after.get(1), addUntilFull)) {
            eachDatabase(tx, after.isEmpty() ? "" : after.get(0), addUntilFull);
        }
        return found;
    }

    /** Keeps the first {@code limit} of those after the place while it reads all. */
    private List<Table> sorted(CatalogTransaction tx, Order by, List<String> after, int limit) {
        Comparator<Table> inOrder = (one, other) -> by.compare(key(one), key(other));
        PriorityQueue<Table> first = new PriorityQueue<>(inOrder.reversed());
        eachDatabase(tx, "", table -> {
            if (filter.test(table) && (after.isEmpty() || by.compare(key(table), after) > 0)) {
                first.add(table);
                if (first.size() > limit) {
                    first.remove();
                }
            }
            return true;
        });
        List<Table> found = new ArrayList<>(first);
        found.sort(inOrder);
        return found;
    }

    private static void eachDatabase(CatalogTransaction tx, String afterName, Predicate<Table> action) {
        List<Database> databases = tx.databases().list(afterName, BATCH);
        while (!databases.isEmpty()) {
            for (Database database : databases) {
                if (!each(tx, database.name(), "", action)) {
                    return;
                }
            }
            databases = tx.databases().list(databases.get(databases.size() - 1).name(), BATCH);
        }
    }

    /** Shows the tables of a database to {@code action} until it says no; whether it never did. */
    private static boolean each(CatalogTransaction tx, String database, String afterName, Predicate<Table> action) {
        List<Table> tables = tx.tables().list(database, afterName, BATCH);
        while (!tables.isEmpty()) {
            for (Table table : tables) {
                if (!action.test(table)) {
                    return false;
                }
            }
            tables = tx.tables().list(database, tables.get(tables.size() - 1).name(), BATCH);
        }
        return true;
    }
}
