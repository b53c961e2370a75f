package io.millrace.catalog.classifier;

import io.millrace.catalog.metadata.MetadataRequests;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.glue.model.Classifier;
import software.amazon.awssdk.services.glue.model.CsvClassifier;
import software.amazon.awssdk.services.glue.model.GrokClassifier;

/** What a classifier must be like to be of any use (Glue developer guide, "Writing custom classifiers"). */
final class ClassifierChecks {
    private static final Set<String> CSV_DATA_TYPES = Set.of(
            "BINARY", "BOOLEAN", "DATE", "DECIMAL", "DOUBLE", "FLOAT", "INT", "LONG", "SHORT", "STRING", "TIMESTAMP");

    // One step of the JSON paths that Glue's classifiers know: .name, .*, ['name'], [*], [3].
    private static final Pattern JSON_STEP =
            Pattern.compile("\\.\\*|\\.[^.\\[\\]'*\\s]++|\\['[^']++'\\]|\\[(?:\\*|\\d++)\\]");

    // A reference of a grok pattern: %{NAME}, %{NAME:field}, %{NAME:field:type}.
    private static final Pattern GROK_REFERENCE = Pattern.compile("%\\{\\w++(?::[\\w.\\[\\]@-]++){0,2}\\}");
    private static final Pattern GROK_DEFINITION = Pattern.compile("\\w++\\s++\\S.*");

    private ClassifierChecks() {}

    /** @throws CatalogException InvalidInputException */
    static Classifier checked(Classifier classifier) {
        if (classifier.grokClassifier() != null) {
            checkGrok(classifier.grokClassifier());
        } else if (classifier.jsonClassifier() != null) {
            checkJsonPath(classifier.jsonClassifier().jsonPath());
        } else if (classifier.csvClassifier() != null) {
            checkCsv(classifier.csvClassifier());
        }
        return classifier;
    }

    private static void checkGrok(GrokClassifier grok) {
        checkReferences("GrokPattern", grok.grokPattern());
        String custom = grok.customPatterns();
        if (custom == null) {
            return;
        }
        for (String line : custom.lines().toList()) {
            if (!line.isBlank()) {
                if (!GROK_DEFINITION.matcher(line.strip()).matches()) {
                    throw MetadataRequests.invalid("Invalid CustomPatterns: each line must be a name and a pattern.");
                }
                checkReferences("CustomPatterns", line);
            }
        }
    }

    private static void checkReferences(String member, String pattern) {
        Matcher reference = GROK_REFERENCE.matcher(pattern);
        for (int at = pattern.indexOf("%{"); at >= 0; at = pattern.indexOf("%{", at + 2)) {
            if (!reference.region(at, pattern.length()).lookingAt()) {
                throw MetadataRequests.invalid(
                        "Invalid %s at position %d: a reference must be like %%{NAME:field}.".formatted(member, at));
            }
        }
    }

    private static void checkJsonPath(String path) {
        Matcher step = JSON_STEP.matcher(path);
        int at = path.startsWith("$") ? 1 : 0;
        if (at == 0) {
            throw MetadataRequests.invalid("Invalid JsonPath: it must begin with $.");
        }
        while (at < path.length()) {
            if (!step.region(at, path.length()).lookingAt()) {
                throw MetadataRequests.invalid(
                        "Invalid JsonPath at position %d: a step must be .name, .*, ['name'], [*] or [number]."
                                .formatted(at));
            }
            at = step.end();
        }
    }

    private static void checkCsv(CsvClassifier csv) {
        if (csv.quoteSymbol() != null && csv.quoteSymbol().equals(csv.delimiter())) {
            throw MetadataRequests.invalid("QuoteSymbol must be different from Delimiter.");
        }
        if (new HashSet<>(csv.header()).size() < csv.header().size()) {
            throw MetadataRequests.invalid("Header must not name a column twice.");
        }
        for (String type : csv.customDatatypes()) {
            if (!CSV_DATA_TYPES.contains(type.toUpperCase(Locale.ROOT))) {
                throw MetadataRequests.invalid("Invalid CustomDatatypes: " + type + " is none of "
                        + String.join(", ", new TreeSet<>(CSV_DATA_TYPES)) + ".");
            }
        }
    }
}
