package io.millrace.cloudformation.stack;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.cloudformation.evaluate.TemplateEvaluator;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Makes new incarnations of resources. */
final class Incarnations {
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private static final int RANDOM_LETTERS = 12;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Incarnations() {}

    /** What the template wants of a resource now. */
    static Incarnation wanted(
            String stackName,
            String logicalId,
            JsonNode resource,
            TemplateEvaluator evaluator,
            Map<String, String> tags,
            List<String> needs) {
        return new Incarnation(
                UUID.randomUUID().toString(),
                resource.path("Type").asText(),
                stackName + "-" + logicalId + "-" + random(),
                "",
                "",
                Map.of(),
                evaluator.properties(resource),
                tags,
                evaluator.attribute(resource, "DeletionPolicy").orElse("Delete"),
                evaluator.attribute(resource, "UpdateReplacePolicy").orElse("Delete"),
                needs,
                false);
    }

    private static String random() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < RANDOM_LETTERS; i++) {
            text.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
        }
        return text.toString();
    }
}
