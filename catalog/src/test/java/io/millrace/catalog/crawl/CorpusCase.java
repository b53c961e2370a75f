package io.millrace.catalog.crawl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.catalog.classify.ClassifierSettings;
import io.millrace.catalog.classify.ColumnNote;
import io.millrace.catalog.classify.CustomClassifier;
import io.millrace.catalog.classify.FileSchema;
import io.millrace.catalog.classify.Inference;
import io.millrace.catalog.classify.ObjectClassifier;
import io.millrace.catalog.classify.TestingObject;
import io.millrace.catalog.classify.UnreadableObjectException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;

/**
 * One folder of the corpus: data files, which make one table, and {@code expected.json} with the table that each mode must
 * find ({@code "glue"} and {@code "precise"}, or {@code "both"}), or {@code {"error": …}}, and with the user's classifiers, if
 * there are any.
 */
record CorpusCase(Path folder, JsonNode expected) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EXPECTED = "expected.json";

    static List<CorpusCase> all() throws IOException, URISyntaxException {
        Path corpus = Path.of(
                Objects.requireNonNull(CorpusCase.class.getResource("/corpus")).toURI());
        List<CorpusCase> cases = new ArrayList<>();
        try (Stream<Path> folders = Files.list(corpus)) {
            for (Path folder : folders.sorted().toList()) {
                cases.add(new CorpusCase(
                        folder, JSON.readTree(folder.resolve(EXPECTED).toFile())));
            }
        }
        return cases;
    }

    JsonNode expected(Inference inference) {
        return expected.path(expected.has("both") ? "both" : inference.text());
    }

    /** The table that a crawl makes of the case's files, in the form of {@code expected.json}. */
    JsonNode found(Inference inference) throws IOException {
        ClassifierSettings settings =
                new ClassifierSettings(ObjectClassifier.DEFAULT_SAMPLE_BYTES, inference, classifiers());
        ObjectClassifier classifier = new ObjectClassifier(settings);
        FolderSchema whole = null;
        try {
            for (Path file : files()) {
                byte[] content = Files.readAllBytes(file);
                FileSchema schema = classifier.classify(file.getFileName().toString(), new TestingObject(content));
                FolderSchema one = FolderSchema.of(schema, content.length);
                if (whole != null && !whole.compatibleWith(one)) {
                    return error("the files cannot be one table");
                }
                whole = whole == null ? one : whole.merge(one);
            }
        } catch (UnreadableObjectException e) {
            return error(String.valueOf(e.getMessage()));
        }
        // Read back, so that numbers are of the same classes as the expected ones.
        return JSON.readTree(describe(Objects.requireNonNull(whole).schema()).toString());
    }

    private static JsonNode error(String message) {
        return JSON.createObjectNode().put("error", message);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.endsWith(EXPECTED)).sorted().toList();
        }
    }

    private static JsonNode describe(FileSchema schema) {
        ObjectNode table = JSON.createObjectNode();
        table.put("format", schema.classification());
        if (!schema.compression().parameter().equals("none")) {
            table.put("compression", schema.compression().parameter());
        }
        schema.dialect()
                .ifPresent(
                        dialect -> table.put("header", dialect.header().name().toLowerCase(java.util.Locale.ROOT)));
        StorageDescriptor.Builder descriptor = StorageDescriptor.builder();
        SerDes.describe(schema, descriptor);
        var serDe = descriptor.build().serdeInfo();
        if (serDe.serializationLibrary() != null) {
            table.put(
                    "serde",
                    serDe.serializationLibrary()
                            .substring(serDe.serializationLibrary().lastIndexOf('.') + 1));
        }
        table.set("parameters", JSON.valueToTree(new TreeMap<>(serDe.parameters())));
        schema.columns().forEach((name, type) -> table.withArray("columns").add(name + ":" + type.toHiveType()));
        schema.columns()
                .keySet()
                .forEach(name -> schema.notes()
                        .getOrDefault(name, ColumnNote.NONE)
                        .originalName()
                        .ifPresent(original -> table.withObject("/names").put(name, original)));
        table.put("records", schema.records());
        return table;
    }

    /** {@code "classifiers": [{"csv": {…}}, {"json": {"path": …}}, …]}, whose members are those of {@link CustomClassifier}. */
    private List<CustomClassifier> classifiers() {
        List<CustomClassifier> classifiers = new ArrayList<>();
        for (JsonNode described : expected.path("classifiers")) {
            String kind = described.fieldNames().next();
            JsonNode members = described.get(kind);
            classifiers.add(
                    switch (kind) {
                        case "csv" -> CorpusClassifiers.csv(members);
                        case "json" -> CorpusClassifiers.json(members);
                        case "xml" -> CorpusClassifiers.xml(members);
                        case "grok" -> CorpusClassifiers.grok(members);
                        default -> throw new IllegalArgumentException("No classifier is of kind " + kind);
                    });
        }
        return classifiers;
    }

    @Override
    public String toString() {
        return folder.getFileName().toString();
    }
}
