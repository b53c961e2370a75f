package io.millrace.catalog.crawl;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.catalog.classify.CustomClassifier;
import io.millrace.catalog.classify.CustomClassifier.Csv.Columns;
import io.millrace.catalog.classify.CustomClassifier.Csv.HeaderMode;
import io.millrace.catalog.classify.CustomClassifier.Csv.Whitespace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the classifiers of the corpus. A member that is missing is as the API has it when it is not given. */
final class CorpusClassifiers {
    private static final String NAME = "corpus";

    private CorpusClassifiers() {}

    static CustomClassifier csv(JsonNode members) {
        return new CustomClassifier.Csv(
                NAME,
                text(members, "delimiter").map(text -> text.charAt(0)),
                text(members, "quote").map(text -> text.charAt(0)),
                HeaderMode.valueOf(text(members, "headerMode").orElse("UNKNOWN")),
                texts(members.path("header")),
                Whitespace.valueOf(text(members, "whitespace").orElse("TRIMMED")),
                Columns.valueOf(text(members, "columns").orElse("TWO_OR_MORE")),
                text(members, "serde"),
                texts(members.path("datatypes")));
    }

    static CustomClassifier json(JsonNode members) {
        return new CustomClassifier.Json(NAME, members.path("path").asText());
    }

    static CustomClassifier xml(JsonNode members) {
        return new CustomClassifier.Xml(
                NAME,
                members.path("classification").asText(),
                members.path("rowTag").asText());
    }

    static CustomClassifier grok(JsonNode members) {
        return new CustomClassifier.Grok(
                NAME,
                members.path("classification").asText(),
                members.path("pattern").asText(),
                members.path("customPatterns").asText());
    }

    private static Optional<String> text(JsonNode members, String name) {
        return Optional.ofNullable(members.get(name)).map(JsonNode::asText);
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
