package io.millrace.server.cli;

import io.millrace.catalog.classify.CustomClassifier;
import io.millrace.catalog.classify.CustomClassifiers;
import io.millrace.catalog.sdkjson.SdkJsonException;
import io.millrace.catalog.sdkjson.SdkJsonReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.glue.model.Classifier;

/** A user's own classifiers for one crawl, as CreateClassifier takes them; nothing is kept of them. */
final class CrawlClassifiers {
    @Option(
            names = "--classifier",
            paramLabel = "JSON",
            description = {
                "Ask this classifier before the built-in ones: a file, or JSON such as",
                "'{\"XMLClassifier\":{\"Name\":\"trips\",\"Classification\":\"xml\",\"RowTag\":\"trip\"}}',",
                "as for create-classifier. May be given again; the first that fits decides."
            })
    private List<String> given = new ArrayList<>();

    /** The classifiers in their order. @throws IllegalArgumentException if one cannot be read, saying which */
    List<CustomClassifier> classifiers() {
        return given.stream().map(CrawlClassifiers::classifier).toList();
    }

    private static CustomClassifier classifier(String text) {
        try {
            byte[] json = text.stripLeading().startsWith("{")
                    ? text.getBytes(StandardCharsets.UTF_8)
                    : Files.readAllBytes(Path.of(text));
            Classifier classifier = SdkJsonReader.read(json, Classifier.builder(), Classifier.class);
            requireMembers(text, classifier);
            return CustomClassifiers.of(classifier);
        } catch (IOException e) {
            throw new IllegalArgumentException("Cannot read the file of --classifier " + text, e);
        } catch (SdkJsonException e) {
            throw new IllegalArgumentException("--classifier %s: %s".formatted(text, e.getMessage()), e);
        }
    }

    private static void requireMembers(String text, Classifier classifier) {
        long kinds = Stream.of(
                        classifier.grokClassifier(),
                        classifier.xmlClassifier(),
                        classifier.jsonClassifier(),
                        classifier.csvClassifier())
                .filter(Objects::nonNull)
                .count();
        if (kinds != 1) {
            throw new IllegalArgumentException(
                    "--classifier %s: exactly one of GrokClassifier, XMLClassifier, JsonClassifier and CsvClassifier must be given"
                            .formatted(text));
        }
        if (classifier.grokClassifier() != null) {
            require(text, "Name", classifier.grokClassifier().name());
            require(text, "Classification", classifier.grokClassifier().classification());
            require(text, "GrokPattern", classifier.grokClassifier().grokPattern());
        } else if (classifier.xmlClassifier() != null) {
            require(text, "Name", classifier.xmlClassifier().name());
            require(text, "Classification", classifier.xmlClassifier().classification());
            require(text, "RowTag", classifier.xmlClassifier().rowTag());
        } else if (classifier.jsonClassifier() != null) {
            require(text, "Name", classifier.jsonClassifier().name());
            require(text, "JsonPath", classifier.jsonClassifier().jsonPath());
        } else {
            require(text, "Name", classifier.csvClassifier().name());
        }
    }

    private static void require(String text, String member, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("--classifier %s: %s is missing".formatted(text, member));
        }
    }
}
