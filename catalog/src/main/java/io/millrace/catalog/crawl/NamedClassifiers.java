package io.millrace.catalog.crawl;

import io.millrace.catalog.classify.CustomClassifier;
import io.millrace.catalog.classify.CustomClassifier.Csv.Columns;
import io.millrace.catalog.classify.CustomClassifier.Csv.HeaderMode;
import io.millrace.catalog.classify.CustomClassifier.Csv.Whitespace;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.Classifier;
import software.amazon.awssdk.services.glue.model.CsvClassifier;
import software.amazon.awssdk.services.glue.model.CsvHeaderOption;
import software.amazon.awssdk.services.glue.model.CsvSerdeOption;
import software.amazon.awssdk.services.glue.model.GrokClassifier;

/** The classifiers of the Glue API as those that crawls ask. */
final class NamedClassifiers {
    private NamedClassifiers() {}

    static List<CustomClassifier> of(List<Classifier> classifiers) {
        return classifiers.stream().map(NamedClassifiers::of).toList();
    }

    private static CustomClassifier of(Classifier classifier) {
        if (classifier.csvClassifier() != null) {
            return csv(classifier.csvClassifier());
        }
        if (classifier.jsonClassifier() != null) {
            return new CustomClassifier.Json(
                    classifier.jsonClassifier().name(),
                    classifier.jsonClassifier().jsonPath());
        }
        if (classifier.xmlClassifier() != null) {
            return new CustomClassifier.Xml(
                    classifier.xmlClassifier().name(),
                    classifier.xmlClassifier().classification(),
                    text(classifier.xmlClassifier().rowTag()));
        }
        GrokClassifier grok = classifier.grokClassifier();
        return new CustomClassifier.Grok(
                grok.name(), grok.classification(), grok.grokPattern(), text(grok.customPatterns()));
    }

    private static CustomClassifier csv(CsvClassifier csv) {
        return new CustomClassifier.Csv(
                csv.name(),
                character(csv.delimiter()),
                character(csv.quoteSymbol()),
                headerMode(csv.containsHeader()),
                csv.header(),
                Boolean.TRUE.equals(csv.disableValueTrimming()) ? Whitespace.KEPT : Whitespace.TRIMMED,
                Boolean.TRUE.equals(csv.allowSingleColumn()) ? Columns.ONE_OR_MORE : Columns.TWO_OR_MORE,
                Optional.ofNullable(csv.serde())
                        .filter(serde -> serde != CsvSerdeOption.NONE)
                        .map(CsvSerdeOption::toString),
                Boolean.TRUE.equals(csv.customDatatypeConfigured()) ? csv.customDatatypes() : List.of());
    }

    private static HeaderMode headerMode(@Nullable CsvHeaderOption option) {
        if (option == CsvHeaderOption.PRESENT) {
            return HeaderMode.PRESENT;
        }
        return option == CsvHeaderOption.ABSENT ? HeaderMode.ABSENT : HeaderMode.UNKNOWN;
    }

    private static Optional<Character> character(@Nullable String text) {
        return text == null || text.isEmpty() ? Optional.empty() : Optional.of(text.charAt(0));
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
