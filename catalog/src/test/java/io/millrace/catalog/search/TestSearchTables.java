package io.millrace.catalog.search;

import static io.millrace.catalog.CatalogErrorCode.INVALID_INPUT;
import static io.millrace.catalog.TestingStore.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.TestingStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.Comparator;
import software.amazon.awssdk.services.glue.model.PropertyPredicate;
import software.amazon.awssdk.services.glue.model.ResourceShareType;
import software.amazon.awssdk.services.glue.model.SearchTablesRequest;
import software.amazon.awssdk.services.glue.model.SearchTablesResponse;
import software.amazon.awssdk.services.glue.model.Sort;
import software.amazon.awssdk.services.glue.model.SortCriterion;
import software.amazon.awssdk.services.glue.model.TableInput;

class TestSearchTables {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private TestingStore testing;

    @SuppressWarnings("NullAway.Init")
    private SearchOperations search;

    @BeforeEach
    void open() {
        testing = new TestingStore(folder);
        search = new SearchOperations(testing.store, testing.tokens);
        testing.createDatabase("a-raw");
        testing.createDatabase("b");
        testing.createDatabase("empty");
    }

    @AfterEach
    void close() {
        testing.close();
    }

    @Test
    void findsWordsOfNamesAsGluesReferenceSays() {
        create("b", "customer-link", t -> {});
        create("b", "xx-link-yy", t -> {});
        create("b", "xxlinkyy", t -> {});
        create("b", "raw_link", t -> {});
        assertThat(find(filter("Name", "Link"))).containsExactly("b.customer-link", "b.raw_link", "b.xx-link-yy");
        assertThat(find(filter("Name", "xx-link-yy"))).containsExactly("b.xx-link-yy");
        assertThat(find(filter("Name", "lin"))).isEmpty();
    }

    @Test
    void filtersByPropertiesAndParametersAllOfWhichMustHold() {
        create("a-raw", "t1", t -> t.owner("ann").parameters(Map.of("classification", "csv", "recordCount", "9")));
        create("b", "t2", t -> t.owner("ann").parameters(Map.of("classification", "parquet", "recordCount", "100")));
        create("b", "t3", t -> t.owner("bob").tableType("VIRTUAL_VIEW"));
        assertThat(find(filter("DatabaseName", "raw"))).containsExactly("a-raw.t1");
        assertThat(find(filter("TableName", "t2"))).containsExactly("b.t2");
        assertThat(find(filter("owner", "ANN"))).containsExactly("a-raw.t1", "b.t2");
        assertThat(find(filter("classification", "csv"))).containsExactly("a-raw.t1");
        assertThat(find(filter("TableType", "virtual_view"))).containsExactly("b.t3");
        assertThat(find(filter("recordCount", "9"))).containsExactly("a-raw.t1");
        assertThat(find(filter("recordCount", "10", Comparator.GREATER_THAN))).containsExactly("b.t2");
        assertThat(find(filter("recordCount", "100", Comparator.LESS_THAN_EQUALS)))
                .containsExactly("a-raw.t1", "b.t2");
        assertThat(find(filter("never", "x"))).isEmpty();
        assertThat(find(filter("owner", "ann"), filter("DatabaseName", "b"))).containsExactly("b.t2");
    }

    @Test
    void comparesTimes() {
        create("b", "old", t -> t.lastAccessTime(Instant.parse("2020-01-01T00:00:00Z")));
        create("b", "new", t -> t.lastAccessTime(Instant.parse("2026-01-01T00:00:00Z")));
        create("b", "never", t -> {});
        assertThat(find(filter("LastAccessTime", "2020-01-01", Comparator.EQUALS)))
                .containsExactly("b.old");
        assertThat(find(filter("LastAccessTime", "2020-01-01T00:00:00Z", Comparator.GREATER_THAN)))
                .containsExactly("b.new");
        assertThat(find(filter("LastAccessTime", "1577836800", Comparator.GREATER_THAN_EQUALS)))
                .containsExactly("b.new", "b.old");
        assertThat(find(filter("LastAccessTime", "1577836801.5", Comparator.LESS_THAN)))
                .containsExactly("b.old");
        assertThat(find(filter("CreateTime", "1970-01-01", Comparator.LESS_THAN)))
                .isEmpty();
        assertRefused(
                INVALID_INPUT,
                "Invalid Filters: the time yesterday must be seconds since 1970 or like 2026-11-22T05:00:00Z.",
                () -> find(filter("CreateTime", "yesterday")));
    }

    @Test
    void findsTextInAnyProperty() {
        create("a-raw", "trips", t -> t.description("Yellow taxi trips of New York"));
        create(
                "b",
                "fares",
                t -> t.storageDescriptor(d -> d.location("s3://lake/taxi/")
                        .columns(Column.builder()
                                .name("Amount")
                                .type("double")
                                .comment("in dollars")
                                .build())));
        create("b", "other", t -> t.parameters(Map.of("team", "Yellow")));
        assertThat(text("taxi")).containsExactly("a-raw.trips", "b.fares");
        assertThat(text("york TAXI")).containsExactly("a-raw.trips");
        assertThat(text("amount")).containsExactly("b.fares");
        assertThat(text("dollar")).containsExactly("b.fares");
        assertThat(text("yellow")).containsExactly("a-raw.trips", "b.other");
        assertThat(text("\"yellow\"")).containsExactly("b.other");
        assertThat(text("\"trips\"")).containsExactly("a-raw.trips");
        assertThat(text("\"Yellow taxi trips of New York\"")).containsExactly("a-raw.trips");
    }

    @Test
    void sortsAndPages() {
        for (int i = 0; i < 13; i++) {
            int number = i;
            testing.setNow(TestingStore.NOW.plusSeconds(100 - i));
            create(i % 2 == 0 ? "a-raw" : "b", "t%02d".formatted(i), t -> t.owner("o" + number % 3));
        }
        List<String> natural = all(r -> r.maxResults(4));
        assertThat(natural).hasSize(13).isSorted();
        assertThat(all(r -> r.maxResults(1000))).isEqualTo(natural);

        List<String> newestFirst = all(r -> r.maxResults(4)
                .sortCriteria(SortCriterion.builder()
                        .fieldName("CreateTime")
                        .sort(Sort.DESC)
                        .build()));
        assertThat(newestFirst)
                .hasSize(13)
                .startsWith("a-raw.t00", "b.t01", "a-raw.t02")
                .endsWith("a-raw.t12");
        List<String> byOwner = all(r -> r.maxResults(2)
                .sortCriteria(SortCriterion.builder().fieldName("Owner").build()));
        assertThat(byOwner)
                .containsExactlyInAnyOrderElementsOf(natural)
                .startsWith("a-raw.t00", "a-raw.t06", "a-raw.t12", "b.t03", "b.t09", "a-raw.t04");
    }

    @Test
    void refusesOtherTokensAndOrders() {
        create("b", "t1", t -> {});
        create("b", "t2", t -> {});
        String token = search.searchTables(
                        SearchTablesRequest.builder().maxResults(1).build())
                .nextToken();
        assertRefused(
                INVALID_INPUT,
                "Invalid NextToken: it does not belong to this list.",
                () -> search.searchTables(SearchTablesRequest.builder()
                        .searchText("t")
                        .nextToken(token)
                        .build()));
        assertThatThrownBy(() -> all(r ->
                        r.sortCriteria(SortCriterion.builder().fieldName("x").build())))
                .hasMessageStartingWith("Invalid SortCriteria: tables cannot be sorted by x, but by one of Name,");
        assertRefused(
                INVALID_INPUT,
                "Invalid Filters: each needs a Key and a Value.",
                () -> find(PropertyPredicate.builder().key("Name").build()));
    }

    @Test
    void findsNothingThatOthersShare() {
        create("b", "t", t -> {});
        assertThat(all(r -> r.resourceShareType(ResourceShareType.FOREIGN))).isEmpty();
        assertThat(all(r -> r.resourceShareType(ResourceShareType.ALL))).containsExactly("b.t");
    }

    private void create(String database, String name, Consumer<TableInput.Builder> more) {
        testing.createTable(
                database, TableInput.builder().name(name).applyMutation(more).build());
    }

    private static PropertyPredicate filter(String key, String value) {
        return PropertyPredicate.builder().key(key).value(value).build();
    }

    private static PropertyPredicate filter(String key, String value, Comparator comparator) {
        return PropertyPredicate.builder()
                .key(key)
                .value(value)
                .comparator(comparator)
                .build();
    }

    private List<String> find(PropertyPredicate... filters) {
        return all(r -> r.filters(filters));
    }

    private List<String> text(String text) {
        return all(r -> r.searchText(text));
    }

    private List<String> all(Consumer<SearchTablesRequest.Builder> query) {
        List<String> names = new ArrayList<>();
        SearchTablesRequest request =
                SearchTablesRequest.builder().applyMutation(query).build();
        SearchTablesResponse page;
        do {
            page = search.searchTables(request);
            page.tableList().forEach(table -> names.add(table.databaseName() + "." + table.name()));
            request = request.toBuilder().nextToken(page.nextToken()).build();
        } while (page.nextToken() != null);
        return names;
    }
}
