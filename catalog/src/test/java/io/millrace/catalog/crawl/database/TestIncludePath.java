package io.millrace.catalog.crawl.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestIncludePath {
    private static IncludePath path(String path, String... exclusions) {
        return IncludePath.parse(DatabaseProduct.POSTGRESQL, path, List.of(exclusions));
    }

    @ParameterizedTest
    @CsvSource({
        "sales/public/orders, sales/public/orders, true",
        "sales/public/orders, sales/public/orders2, false",
        "sales/public/Orders, sales/public/orders, false",
        "sales/public/%, sales/public/orders, true",
        "sales/public/%, sales/private/orders, false",
        "sales/%, sales/private/orders, true",
        "sales/public/, sales/public/orders, true",
        "sales/%/ord%, sales/x/orders, true",
        "sales/%/ord%, sales/x/border, false",
        "%/%/%s, sales/x/orders, true",
        "sales/public/o%d%s, sales/public/orders, true",
        "sales/public/o_ders, sales/public/orders, false",
        "sales/public/.*, sales/public/orders, false"
    })
    void standsForTables(String path, String table, boolean included) {
        assertThat(path(path).includes(List.of(table.split("/")))).isEqualTo(included);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sales", "sales/public", "sales/public/orders/x", "sales//orders", "/public/%", "", "/"})
    void mustHaveTheProductsLevels(String path) {
        assertThatThrownBy(() -> path(path)).hasMessageContaining("must be database/schema/table");
    }

    @Test
    void hasTwoLevelsWhereThereAreNoSchemas() {
        IncludePath path = IncludePath.parse(DatabaseProduct.MYSQL, "sales/%", List.of());

        assertThat(path.includes(List.of("sales", "orders"))).isTrue();
        assertThatThrownBy(() -> IncludePath.parse(DatabaseProduct.MYSQL, "sales/%/%", List.of()))
                .hasMessageContaining("must be database/table");
    }

    @Test
    void excludesByThePathBelowTheNamedLevelsOrTheWhole() {
        List<String> orders = List.of("sales", "public", "orders");

        assertThat(path("sales/public/%", "ord*").excludes(orders)).isTrue();
        assertThat(path("sales/%", "ord*").excludes(orders)).isFalse();
        assertThat(path("sales/%", "public/{ord*,x}").excludes(orders)).isTrue();
        assertThat(path("sales/%", "public/**").excludes(orders)).isTrue();
        assertThat(path("sales/public/%", "sales/public/orders").excludes(orders))
                .isTrue();
        assertThat(path("sales/public/%", "order").excludes(orders)).isFalse();
    }

    @Test
    void leavesOutTheProductsOwnUnlessItIsNamed() {
        assertThat(path("sales/%").mayCoverSchema("pg_catalog")).isFalse();
        assertThat(path("sales/%").mayCoverSchema("public")).isTrue();
        assertThat(path("sales/information_schema/%").mayCoverSchema("information_schema"))
                .isTrue();
        assertThat(IncludePath.parse(DatabaseProduct.MARIADB, "%/%", List.of()).mayCoverDatabase("mysql"))
                .isFalse();
    }
}
