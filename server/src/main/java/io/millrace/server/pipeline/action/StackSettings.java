package io.millrace.server.pipeline.action;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.server.pipeline.ActionContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Tag;

/**
 * What an action deploys: template, parameters, tags and policy out of artifacts (CodePipeline User Guide, "CloudFormation deploy action
 * reference"). Overrides win over the template configuration; {@code Fn::GetArtifactAtt} and {@code Fn::GetParam} are resolved.
 */
record StackSettings(
        String template,
        List<Parameter> parameters,
        List<Tag> tags,
        Optional<String> policy,
        List<String> capabilities,
        Optional<String> role) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    static StackSettings of(ActionContext context, ArtifactFiles artifacts) {
        JsonNode configuration = context.setting("TemplateConfiguration")
                .map(place -> json("TemplateConfiguration", artifacts.read(context, place)))
                .orElseGet(JSON::createObjectNode);
        JsonNode overrides = context.setting("ParameterOverrides")
                .map(text -> json("ParameterOverrides", text))
                .orElseGet(JSON::createObjectNode);
        Map<String, String> parameters = new LinkedHashMap<>();
        for (JsonNode source : List.of(configuration.path("Parameters"), overrides)) {
            source.properties()
                    .forEach(entry -> parameters.put(entry.getKey(), value(context, artifacts, entry.getValue())));
        }
        return new StackSettings(
                artifacts.read(context, context.need("TemplatePath")),
                parameters.entrySet().stream()
                        .map(entry -> Parameter.builder()
                                .parameterKey(entry.getKey())
                                .parameterValue(entry.getValue())
                                .build())
                        .toList(),
                configuration.path("Tags").properties().stream()
                        .map(entry -> Tag.builder()
                                .key(entry.getKey())
                                .value(entry.getValue().asText())
                                .build())
                        .toList(),
                Optional.of(configuration.path("StackPolicy"))
                        .filter(JsonNode::isObject)
                        .map(JsonNode::toString),
                context.setting("Capabilities")
                        .map(text -> List.of(text.split("\\s*,\\s*")))
                        .orElse(List.of()),
                context.setting("RoleArn"));
    }

    private static JsonNode json(String what, String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new ArtifactFiles.ArtifactException(what + " is no JSON: " + e.getOriginalMessage());
        }
    }

    private static String value(ActionContext context, ArtifactFiles artifacts, JsonNode value) {
        JsonNode attribute = value.path("Fn::GetArtifactAtt");
        if (attribute.isArray() && attribute.size() == 2) {
            return attribute(
                    context, attribute.get(0).asText(), attribute.get(1).asText());
        }
        JsonNode parameter = value.path("Fn::GetParam");
        if (parameter.isArray() && parameter.size() == 3) {
            String place = parameter.get(0).asText() + "::" + parameter.get(1).asText();
            JsonNode found = json(place, artifacts.read(context, place))
                    .path(parameter.get(2).asText());
            if (found.isMissingNode()) {
                throw new ArtifactFiles.ArtifactException(
                        place + " has no key " + parameter.get(2).asText() + ".");
            }
            return found.asText();
        }
        return value.asText();
    }

    private static String attribute(ActionContext context, String artifact, String name) {
        String key = context.inputs().get(artifact);
        if (key == null) {
            throw new ArtifactFiles.ArtifactException("Fn::GetArtifactAtt: " + artifact + " is no input artifact.");
        }
        return switch (name) {
            case "BucketName" -> context.bucket();
            case "ObjectKey" -> key;
            case "URL" -> "https://s3.amazonaws.com/" + context.bucket() + "/" + key;
            default ->
                throw new ArtifactFiles.ArtifactException(
                        "Fn::GetArtifactAtt knows BucketName, ObjectKey and URL, not " + name + ".");
        };
    }
}
