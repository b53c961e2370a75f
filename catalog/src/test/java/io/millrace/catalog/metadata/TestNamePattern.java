package io.millrace.catalog.metadata;

import static io.millrace.catalog.CatalogErrorCode.INVALID_INPUT;
import static io.millrace.catalog.TestingStore.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestNamePattern {
    @ParameterizedTest
    @CsvSource({
        "'', orders, true",
        "orders, ORDERS, true",
        "order, orders, false",
        "ord.*, orders, true",
        "^ord.+$, orders, true",
        "*, orders, true",
        "ord*, orders, true",
        "ord*, border, false",
        "*der*, orders, true",
        "a*|ord*, orders, true",
        "a*|b*, orders, false",
        "x***y, x1y, true",
        "[a-z]+_\\d{4}, trips_2026, true",
        "[a-z]+_\\d{4}, trips_26, false"
    })
    void readsRegularExpressionsAndHivePatterns(String pattern, String name, boolean matches) {
        assertThat(NamePattern.parse("Expression", pattern).matches(name)).isEqualTo(matches);
    }

    @Test
    void refusesWhatIsNeither() {
        assertRefused(
                INVALID_INPUT,
                "Invalid Pattern at position 1: Unclosed group",
                () -> NamePattern.parse("Pattern", "("));
        assertRefused(
                INVALID_INPUT,
                "Invalid Pattern: matching it takes too long.",
                () -> NamePattern.parse("Pattern", "(.*a){25}b").matches("a".repeat(60)));
        assertRefused(
                INVALID_INPUT,
                "Invalid Pattern: matching it takes too long.",
                () -> NamePattern.parse("Pattern", "*a*a*a*a*a*a*a*a*a*b").matches("a".repeat(255)));
    }
}
