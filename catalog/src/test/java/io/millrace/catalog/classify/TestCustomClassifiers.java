package io.millrace.catalog.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.classify.CustomClassifier.Csv.Columns;
import io.millrace.catalog.classify.CustomClassifier.Csv.HeaderMode;
import io.millrace.catalog.classify.CustomClassifier.Csv.Whitespace;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.glue.model.Classifier;
import software.amazon.awssdk.services.glue.model.CsvHeaderOption;
import software.amazon.awssdk.services.glue.model.CsvSerdeOption;

class TestCustomClassifiers {
    @Test
    void takesEveryMemberOfACsvClassifier() {
        Classifier classifier = Classifier.builder()
                .csvClassifier(csv -> csv.name("c")
                        .delimiter("^")
                        .quoteSymbol("'")
                        .containsHeader(CsvHeaderOption.PRESENT)
                        .header("a", "b")
                        .disableValueTrimming(true)
                        .allowSingleColumn(true)
                        .serde(CsvSerdeOption.OPEN_CSV_SER_DE)
                        .customDatatypeConfigured(true)
                        .customDatatypes("INT", "STRING"))
                .build();
        assertThat(CustomClassifiers.of(classifier))
                .isEqualTo(new CustomClassifier.Csv(
                        "c",
                        Optional.of('^'),
                        Optional.of('\''),
                        HeaderMode.PRESENT,
                        List.of("a", "b"),
                        Whitespace.KEPT,
                        Columns.ONE_OR_MORE,
                        Optional.of("OpenCSVSerDe"),
                        List.of("INT", "STRING")));
    }

    @Test
    void whatACsvClassifierDoesNotSayIsLeftOpen() {
        Classifier classifier = Classifier.builder()
                .csvClassifier(csv -> csv.name("c").customDatatypes("INT"))
                .build();
        assertThat(CustomClassifiers.of(classifier))
                .isEqualTo(new CustomClassifier.Csv(
                        "c",
                        Optional.empty(),
                        Optional.empty(),
                        HeaderMode.UNKNOWN,
                        List.of(),
                        Whitespace.TRIMMED,
                        Columns.TWO_OR_MORE,
                        Optional.empty(),
                        List.of()));
    }

    @Test
    void takesTheOtherKinds() {
        assertThat(CustomClassifiers.of(Classifier.builder()
                        .jsonClassifier(json -> json.name("j").jsonPath("$.a[*]"))
                        .build()))
                .isEqualTo(new CustomClassifier.Json("j", "$.a[*]"));
        assertThat(CustomClassifiers.of(Classifier.builder()
                        .xmlClassifier(
                                xml -> xml.name("x").classification("books").rowTag("book"))
                        .build()))
                .isEqualTo(new CustomClassifier.Xml("x", "books", "book"));
        assertThat(CustomClassifiers.of(Classifier.builder()
                        .grokClassifier(
                                grok -> grok.name("g").classification("app").grokPattern("%{WORD:a}"))
                        .build()))
                .isEqualTo(new CustomClassifier.Grok("g", "app", "%{WORD:a}", ""));
    }

    @Test
    void aClassifierWithoutAKindIsRefused() {
        assertThatThrownBy(() -> CustomClassifiers.of(Classifier.builder().build()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
