package io.millrace.catalog.classify;

import io.millrace.catalog.classify.CustomClassifier.Csv.Columns;
import io.millrace.catalog.classify.CustomClassifier.Csv.HeaderMode;
import io.millrace.catalog.classify.CustomClassifier.Csv.Whitespace;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.Classifier;
import software.amazon.awssdk.services.glue.model.CsvClassifier;
import software.amazon.awssdk.services.glue.model.CsvHeaderOption;
import software.amazon.awssdk.services.glue.model.GrokClassifier;
import software.amazon.awssdk.services.glue.model.XMLClassifier;

/** The catalog's classifiers as crawls use them. */
public final class CustomClassifiers {
    private CustomClassifiers() {}

    /**
     * The classifier that the catalog keeps.
     *
     * @throws IllegalArgumentException if it is of none of the four kinds
     */
    public static CustomClassifier of(Classifier classifier) {
        if (classifier.csvClassifier() != null) {
            return csv(classifier.csvClassifier());
        }
        if (classifier.jsonClassifier() != null) {
            return new CustomClassifier.Json(
                    classifier.jsonClassifier().name(),
                    classifier.jsonClassifier().jsonPath());
        }
        if (classifier.xmlClassifier() != null) {
            XMLClassifier xml = classifier.xmlClassifier();
            return new CustomClassifier.Xml(xml.name(), xml.classification(), textOr(xml.rowTag(), ""));
        }
        if (classifier.grokClassifier() != null) {
            GrokClassifier grok = classifier.grokClassifier();
            return new CustomClassifier.Grok(
                    grok.name(), grok.classification(), grok.grokPattern(), textOr(grok.customPatterns(), ""));
        }
        throw new IllegalArgumentException("The classifier has no kind");
    }

    private static CustomClassifier csv(CsvClassifier csv) {
        return new CustomClassifier.Csv(
                csv.name(),
                character(csv.delimiter()),
                character(csv.quoteSymbol()),
                headerMode(csv.containsHeader()),
                csv.hasHeader() ? csv.header() : List.of(),
                Boolean.TRUE.equals(csv.disableValueTrimming()) ? Whitespace.KEPT : Whitespace.TRIMMED,
                Boolean.TRUE.equals(csv.allowSingleColumn()) ? Columns.ONE_OR_MORE : Columns.TWO_OR_MORE,
                Optional.ofNullable(csv.serdeAsString()),
                Boolean.TRUE.equals(csv.customDatatypeConfigured()) ? csv.customDatatypes() : List.of());
    }

    private static Optional<Character> character(@Nullable String symbol) {
        return symbol == null || symbol.isEmpty() ? Optional.empty() : Optional.of(symbol.charAt(0));
    }

    private static HeaderMode headerMode(@Nullable CsvHeaderOption option) {
        if (option == CsvHeaderOption.PRESENT) {
            return HeaderMode.PRESENT;
        }
        return option == CsvHeaderOption.ABSENT ? HeaderMode.ABSENT : HeaderMode.UNKNOWN;
    }

    private static String textOr(@Nullable String text, String otherwise) {
        return text == null ? otherwise : text;
    }
}
