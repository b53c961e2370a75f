package io.millrace.catalog.classify;

import java.util.List;
import java.util.Optional;

/** The classifiers that users describe, in their order. */
final class CustomFormats {
    private CustomFormats() {}

    static List<FormatClassifier> of(List<CustomClassifier> described) {
        return described.stream().map(CustomFormats::of).toList();
    }

    private static FormatClassifier of(CustomClassifier described) {
        if (described instanceof CustomClassifier.Csv csv) {
            return new CustomCsvClassifier(csv);
        }
        if (described instanceof CustomClassifier.Json json) {
            return new CustomJsonClassifier(json);
        }
        if (described instanceof CustomClassifier.Xml xml) {
            return XmlClassifier.custom(xml);
        }
        if (described instanceof CustomClassifier.Grok grok) {
            return new CustomGrokClassifier(grok);
        }
        return head -> Optional.empty();
    }
}
