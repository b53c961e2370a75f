package io.millrace.catalog.setting;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;

/** The JSON text of a resource policy: one that IAM's grammar of policies allows, of at most the size that Glue takes. */
final class ResourcePolicyDocument {
    /** Glue developer guide, "Resource-based policies": the largest size, in bytes. */
    static final int MAX_BYTES = 10 * 1024;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final Set<String> VERSIONS = Set.of("2012-10-17", "2008-10-17");
    private static final Set<String> MEMBERS = Set.of("Version", "Id", "Statement");
    private static final Set<String> STATEMENT_MEMBERS = Set.of(
            "Sid",
            "Effect",
            "Principal",
            "NotPrincipal",
            "Action",
            "NotAction",
            "Resource",
            "NotResource",
            "Condition");

    private ResourcePolicyDocument() {}

    /** @throws CatalogException InvalidInputException that says what is wrong with it */
    static void check(String text) {
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw invalid("it must have at most %d bytes".formatted(MAX_BYTES));
        }
        JsonNode policy = parse(text);
        requireObject(policy, "the policy", MEMBERS);
        if (policy.has("Version") && !VERSIONS.contains(policy.get("Version").asText())) {
            throw invalid("Version must be one of " + String.join(", ", new TreeSet<>(VERSIONS)));
        }
        JsonNode statements = policy.path("Statement");
        if (statements.isObject()) {
            checkStatement(statements);
        } else if (statements.isArray() && !statements.isEmpty()) {
            statements.forEach(ResourcePolicyDocument::checkStatement);
        } else {
            throw invalid("Statement is required");
        }
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new CatalogException(
                    CatalogErrorCode.INVALID_INPUT,
                    "Invalid policy: it is not JSON%s."
                            .formatted(
                                    e.getLocation() == null
                                            ? ""
                                            : " (line %d, column %d)"
                                                    .formatted(
                                                            e.getLocation().getLineNr(),
                                                            e.getLocation().getColumnNr())),
                    e);
        }
    }

    private static void checkStatement(JsonNode statement) {
        requireObject(statement, "a statement", STATEMENT_MEMBERS);
        String effect = statement.path("Effect").asText();
        if (!effect.equals("Allow") && !effect.equals("Deny")) {
            throw invalid("Effect must be Allow or Deny");
        }
        requireOneOf(statement, "Principal", "NotPrincipal");
        requireTexts(statement, requireOneOf(statement, "Action", "NotAction"));
        requireTexts(statement, requireOneOf(statement, "Resource", "NotResource"));
        if (statement.has("Condition") && !statement.get("Condition").isObject()) {
            throw invalid("Condition must be an object");
        }
    }

    private static void requireObject(JsonNode node, String what, Set<String> members) {
        if (!node.isObject()) {
            throw invalid(what + " must be an object");
        }
        node.fieldNames().forEachRemaining(name -> {
            if (!members.contains(name)) {
                throw invalid(what + " has the unknown member " + name);
            }
        });
    }

    private static String requireOneOf(JsonNode statement, String name, String other) {
        if (statement.has(name) == statement.has(other)) {
            throw invalid("a statement must have either %s or %s".formatted(name, other));
        }
        return statement.has(name) ? name : other;
    }

    private static void requireTexts(JsonNode statement, String member) {
        JsonNode value = statement.get(member);
        boolean valid = value.isTextual() || (value.isArray() && !value.isEmpty());
        for (JsonNode item : value) {
            valid &= item.isTextual();
        }
        if (!valid || value.isObject()) {
            throw invalid(member + " must be a text or a list of texts");
        }
    }

    private static CatalogException invalid(String why) {
        return new CatalogException(CatalogErrorCode.INVALID_INPUT, "Invalid policy: " + why + ".");
    }
}
