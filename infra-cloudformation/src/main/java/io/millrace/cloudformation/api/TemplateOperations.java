package io.millrace.cloudformation.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.cloudformation.evaluate.LanguageExtensions;
import io.millrace.cloudformation.resource.ResourceHandlers;
import io.millrace.cloudformation.stack.Stack;
import io.millrace.cloudformation.stack.StackEngine;
import io.millrace.cloudformation.stack.StackException;
import io.millrace.cloudformation.stack.StackVersion;
import io.millrace.cloudformation.stack.TemplateInspection;
import io.millrace.cloudformation.template.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.model.GetTemplateRequest;
import software.amazon.awssdk.services.cloudformation.model.GetTemplateResponse;
import software.amazon.awssdk.services.cloudformation.model.GetTemplateSummaryRequest;
import software.amazon.awssdk.services.cloudformation.model.GetTemplateSummaryResponse;
import software.amazon.awssdk.services.cloudformation.model.ParameterConstraints;
import software.amazon.awssdk.services.cloudformation.model.ParameterDeclaration;
import software.amazon.awssdk.services.cloudformation.model.TemplateParameter;
import software.amazon.awssdk.services.cloudformation.model.TemplateStage;
import software.amazon.awssdk.services.cloudformation.model.ValidateTemplateRequest;
import software.amazon.awssdk.services.cloudformation.model.ValidateTemplateResponse;

/** The operations on templates. Thread-safe. */
public final class TemplateOperations {
    private final StackEngine engine;
    private final ResourceHandlers handlers;
    private final Requests requests;

    /** Over an engine and the types that it can deploy. */
    public TemplateOperations(StackEngine engine, ResourceHandlers handlers, TemplateSource source) {
        this.engine = engine;
        this.handlers = handlers;
        this.requests = new Requests(source);
    }

    /** Finds a template's mistakes, types and properties that cannot be deployed among them. */
    public ValidateTemplateResponse validateTemplate(ValidateTemplateRequest request) {
        TemplateInspection inspection = inspect(required(request.templateBody(), request.templateURL()));
        Template template = inspection.template();
        return ValidateTemplateResponse.builder()
                .parameters(template.entries("Parameters").stream()
                        .map(TemplateOperations::parameter)
                        .toList())
                .description(text(template.section("Description")))
                .capabilitiesWithStrings(inspection.capabilities().needed())
                .capabilitiesReason(ShownStack.orNull(inspection.capabilities().reason()))
                .declaredTransforms(LanguageExtensions.transforms(template))
                .build();
    }

    private TemplateInspection inspect(String body) {
        return TemplateInspection.of(body, handlers);
    }

    private String required(@Nullable String body, @Nullable String url) {
        return requests.template(body, url)
                .orElseThrow(() -> StackException.invalid("Either Template URL or Template Body must be specified."));
    }

    private static TemplateParameter parameter(Map.Entry<String, JsonNode> entry) {
        JsonNode declared = entry.getValue();
        return TemplateParameter.builder()
                .parameterKey(entry.getKey())
                .defaultValue(text(declared.path("Default")))
                .noEcho(declared.path("NoEcho").asBoolean())
                .description(text(declared.path("Description")))
                .build();
    }

    private static @Nullable String text(JsonNode value) {
        return value.isMissingNode() ? null : value.asText();
    }

    /** The template of a stack or of a change set, as it was given. */
    public GetTemplateResponse getTemplate(GetTemplateRequest request) {
        String body = request.changeSetName() == null
                ? version(request.stackName()).templateBody()
                : engine.changeSets()
                        .find(request.changeSetName(), Requests.text(request.stackName()))
                        .target()
                        .templateBody();
        return GetTemplateResponse.builder()
                .templateBody(
                        request.templateStage() == TemplateStage.PROCESSED
                                ? inspect(body).template().root().toString()
                                : body)
                .stagesAvailable(TemplateStage.ORIGINAL, TemplateStage.PROCESSED)
                .build();
    }

    private StackVersion version(@Nullable String nameOrId) {
        Optional<Stack> stack = nameOrId == null ? Optional.empty() : engine.find(nameOrId);
        return stack.flatMap(Stack::shownVersion)
                .orElseThrow(() -> StackException.invalid("Stack with id " + nameOrId + " does not exist"));
    }

    /** What a template has: parameters, types, and what must be acknowledged. */
    public GetTemplateSummaryResponse getTemplateSummary(GetTemplateSummaryRequest request) {
        String body = request.stackName() == null
                ? required(request.templateBody(), request.templateURL())
                : version(request.stackName()).templateBody();
        TemplateInspection inspection = inspect(body);
        Template template = inspection.template();
        List<String> types = new ArrayList<>();
        template.entries("Resources")
                .forEach(entry -> types.add(entry.getValue().path("Type").asText()));
        return GetTemplateSummaryResponse.builder()
                .parameters(template.entries("Parameters").stream()
                        .map(TemplateOperations::declaration)
                        .toList())
                .description(text(template.section("Description")))
                .capabilitiesWithStrings(inspection.capabilities().needed())
                .capabilitiesReason(ShownStack.orNull(inspection.capabilities().reason()))
                .resourceTypes(types.stream().distinct().sorted().toList())
                .version(text(template.section("AWSTemplateFormatVersion")))
                .metadata(
                        template.section("Metadata").isMissingNode()
                                ? null
                                : template.section("Metadata").toString())
                .declaredTransforms(LanguageExtensions.transforms(template))
                .build();
    }

    private static ParameterDeclaration declaration(Map.Entry<String, JsonNode> entry) {
        JsonNode declared = entry.getValue();
        List<String> allowed = new ArrayList<>();
        declared.path("AllowedValues").forEach(value -> allowed.add(value.asText()));
        return ParameterDeclaration.builder()
                .parameterKey(entry.getKey())
                .parameterType(declared.path("Type").asText())
                .defaultValue(text(declared.path("Default")))
                .noEcho(declared.path("NoEcho").asBoolean())
                .description(text(declared.path("Description")))
                .parameterConstraints(
                        ParameterConstraints.builder().allowedValues(allowed).build())
                .build();
    }
}
