package io.millrace.cloudformation.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Lengths, ranges, patterns and values of AWS's API models ({@code com.amazonaws:aws-java-sdk-models}), written to the resource
 * schemas: a resource type's properties have the names of the members of the request that creates it. What the resource schemas say
 * themselves stands.
 */
final class ApiConstraints {
    /** The model and the operation that creates a resource of the type. */
    private static final Map<String, String> OPERATIONS = Map.ofEntries(
            Map.entry("AWS::Athena::NamedQuery", "athena-2017-05-18/CreateNamedQuery"),
            Map.entry("AWS::Athena::WorkGroup", "athena-2017-05-18/CreateWorkGroup"),
            Map.entry("AWS::CloudWatch::Alarm", "monitoring-2010-08-01/PutMetricAlarm"),
            Map.entry("AWS::CodeBuild::Project", "codebuild-2016-10-06/CreateProject"),
            Map.entry("AWS::Events::Rule", "events-2015-10-07/PutRule"),
            Map.entry("AWS::Glue::Classifier", "glue-2017-03-31/CreateClassifier"),
            Map.entry("AWS::Glue::Connection", "glue-2017-03-31/CreateConnection"),
            Map.entry("AWS::Glue::Crawler", "glue-2017-03-31/CreateCrawler"),
            Map.entry("AWS::Glue::Database", "glue-2017-03-31/CreateDatabase"),
            Map.entry("AWS::Glue::Job", "glue-2017-03-31/CreateJob"),
            Map.entry("AWS::Glue::Partition", "glue-2017-03-31/CreatePartition"),
            Map.entry("AWS::Glue::Table", "glue-2017-03-31/CreateTable"),
            Map.entry("AWS::Glue::Trigger", "glue-2017-03-31/CreateTrigger"),
            Map.entry("AWS::Glue::Workflow", "glue-2017-03-31/CreateWorkflow"),
            Map.entry("AWS::IAM::Role", "iam-2010-05-08/CreateRole"),
            Map.entry("AWS::Lambda::Function", "lambda-2015-03-31/CreateFunction"),
            Map.entry("AWS::Lambda::Permission", "lambda-2015-03-31/AddPermission"),
            Map.entry("AWS::Logs::LogGroup", "logs-2014-03-28/CreateLogGroup"),
            Map.entry("AWS::SSM::Parameter", "ssm-2014-11-06/PutParameter"),
            Map.entry("AWS::Scheduler::Schedule", "scheduler-2021-06-30/CreateSchedule"),
            Map.entry("AWS::SecretsManager::Secret", "secretsmanager-2017-10-17/CreateSecret"));

    private final JsonMapper json = JsonMapper.builder().build();
    private final Map<String, JsonNode> models = new HashMap<>();
    private final Map<String, ObjectNode> definitions;
    private final Set<String> visited = new HashSet<>();

    /** Constraints for schemas with these nested definitions, by id. */
    ApiConstraints(Map<String, ObjectNode> definitions) {
        this.definitions = definitions;
    }

    /** Adds to a resource type's properties and to the definitions that they reach. */
    void addTo(String type, ObjectNode resource) throws IOException {
        String operation = OPERATIONS.get(type);
        if (operation == null) {
            return;
        }
        String name = operation.substring(0, operation.indexOf('/'));
        JsonNode model = model(name);
        JsonNode input = model.path("operations")
                .path(operation.substring(name.length() + 1))
                .path("input");
        if (input.isMissingNode()) {
            throw new IOException("The API model " + name + " has no operation for " + type);
        }
        properties(resource, shape(model, input), model);
    }

    private JsonNode model(String name) throws IOException {
        JsonNode known = models.get(name);
        if (known != null) {
            return known;
        }
        try (InputStream in = ApiConstraints.class.getResourceAsStream("/models/" + name + "-model.json")) {
            if (in == null) {
                throw new IOException("There is no API model " + name + " on the class path");
            }
            JsonNode model = json.readTree(in);
            models.put(name, model);
            return model;
        }
    }

    private static JsonNode shape(JsonNode model, JsonNode reference) {
        return model.path("shapes").path(reference.path("shape").asText());
    }

    private void properties(ObjectNode definition, JsonNode structure, JsonNode model) {
        for (Map.Entry<String, JsonNode> property :
                definition.path("properties").properties()) {
            for (Map.Entry<String, JsonNode> member : structure.path("members").properties()) {
                if (member.getKey().equalsIgnoreCase(property.getKey())
                        && property.getValue().path("type") instanceof ObjectNode type) {
                    constrain(type, shape(model, member.getValue()), model);
                }
            }
        }
    }

    private void constrain(ObjectNode type, JsonNode shape, JsonNode model) {
        String kind = type.path("type").asText();
        String api = shape.path("type").asText();
        switch (kind) {
            case "string" -> {
                if (api.equals("string")) {
                    text(type, shape);
                }
            }
            case "integer", "number" -> limits(type, shape);
            case "array" -> {
                if (api.equals("list") && type.path("element") instanceof ObjectNode element) {
                    limits(type, shape);
                    constrain(element, shape(model, shape.path("member")), model);
                }
            }
            case "ref" -> {
                String id = type.path("reference").path("$ref").asText();
                ObjectNode nested = definitions.get(id);
                if (nested != null && visited.add(id)) {
                    properties(nested, shape, model);
                }
            }
            default -> {
                // Booleans, maps and JSON have no limits.
            }
        }
    }

    private static void text(ObjectNode type, JsonNode shape) {
        if (shape.has("enum") && !type.has("allowedValues")) {
            type.set("allowedValues", shape.path("enum"));
        }
        if (!type.has("allowedValues")) {
            limits(type, shape);
            pattern(shape).ifPresent(pattern -> type.put("pattern", pattern));
        }
    }

    private static void limits(ObjectNode type, JsonNode shape) {
        for (String limit : Set.of("min", "max")) {
            if (shape.path(limit).isNumber() && !type.has(limit)) {
                type.put(limit, shape.path(limit).asLong());
            }
        }
    }

    /** The models' patterns are of several dialects. */
    private static Optional<String> pattern(JsonNode shape) {
        String pattern = shape.path("pattern").asText();
        try {
            Pattern.compile(pattern);
            return pattern.isEmpty() ? Optional.empty() : Optional.of(pattern);
        } catch (PatternSyntaxException e) {
            return Optional.empty();
        }
    }
}
