package io.millrace.ci.livetest.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TestExpectation {
    @Test
    void wantsNoRows() {
        Expectation expectation = Expectation.parse("no  rows");
        assertThat(expectation.violation(List.of())).isEmpty();
        assertThat(expectation.violation(List.of(List.of("1", "a"), List.of("2", "b"))))
                .contains("there are 2 rows: 1, a; 2, b");
        assertThat(expectation.violation(List.of(List.of("1"), List.of("2"), List.of("3"), List.of("4"))))
                .contains("there are 4 rows: 1; 2; 3; …");
    }

    @Test
    void wantsRows() {
        assertThat(Expectation.parse("Rows").violation(List.of())).contains("there are none");
        assertThat(Expectation.parse("rows").violation(List.of(List.of("1")))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "value 42, 42",
        "value = 1.5, 1.50",
        "value >= 1, 1",
        "value>=1, 10",
        "value <= -1, -1.5",
        "value > 9, 10",
        "value < 10, 9",
        "value <> 0, 1",
        "value New York, New York",
        "value <> a, b",
    })
    void takesValues(String expectation, String actual) {
        assertThat(Expectation.parse(expectation).violation(List.of(List.of(actual))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"value 42, 41", "value > 10, 9", "value >= 1, ''", "value <> 0, 0.0", "value a, A", "value < 1, x"})
    void refusesOtherValues(String expectation, String actual) {
        assertThat(Expectation.parse(expectation).violation(List.of(List.of(actual))))
                .contains("it is " + (actual.isEmpty() ? "null" : actual));
    }

    @Test
    void wantsOneValueAlone() {
        Expectation expectation = Expectation.parse("value 1");
        assertThat(expectation.violation(List.of())).contains("there are 0 rows and not one value");
        assertThat(expectation.violation(List.of(List.of("1", "1"))))
                .contains("there are 1 rows of 2 columns and not one value");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "none", "value", "value >=", "norows", "values 3"})
    void refusesWhatIsNoExpectation(String text) {
        assertThatThrownBy(() -> Expectation.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no expectation; there are \"no rows\", \"rows\"");
    }

    @Test
    void ordersNumbersOnly() {
        assertThatThrownBy(() -> Expectation.parse("value >= many"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("\"many\" is no number, and only numbers can be >= another");
    }
}
