package io.millrace.cloudformation.stack;

import io.millrace.cloudformation.evaluate.EvaluationException;
import io.millrace.cloudformation.evaluate.ParameterResolution;
import io.millrace.cloudformation.evaluate.ParameterValue;
import io.millrace.cloudformation.evaluate.ValueSources;
import io.millrace.cloudformation.resource.ResourceException;
import io.millrace.cloudformation.resource.ResourceHandlers;
import io.millrace.cloudformation.resource.StackIdentity;
import io.millrace.cloudformation.template.Template;
import io.millrace.cloudformation.template.TemplateException;
import io.millrace.cloudformation.template.TemplateParser;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes of a caller's input a version that can be applied, or refuses it before anything is made. Thread-safe. */
final class StackInputs {
    private static final int MAX_TAGS = 50;

    private final ResourceHandlers handlers;
    private final ValueSources sources;
    private final StackRights rights;
    private final EngineParts parts;

    StackInputs(ResourceHandlers handlers, ValueSources sources, StackRights rights, EngineParts parts) {
        this.handlers = handlers;
        this.sources = sources;
        this.rights = rights;
        this.parts = parts;
    }

    /** A version and what it says. */
    record Prepared(StackVersion version, StackPlan plan) {}

    Prepared prepare(
            StackIdentity stack, StackInput input, Optional<StackVersion> previous, Capabilities.Expansion expansion) {
        return refusing(() -> {
            String body = input.templateBody()
                    .or(() -> previous.map(StackVersion::templateBody))
                    .orElseThrow(
                            () -> StackException.invalid("Either Template URL or Template Body must be specified."));
            Template template = TemplateParser.parse(body);
            String role = input.roleArn().isEmpty()
                    ? previous.map(StackVersion::roleArn).orElse("")
                    : input.roleArn();
            Map<String, String> given = given(input, previous);
            // Stored parameters are read with the role's rights, as everything that the stack reads.
            Map<String, ParameterValue> parameters =
                    rights.call(stack, role, () -> ParameterResolution.resolve(template, given, sources));
            StackVersion version = new StackVersion(
                    body,
                    parameters,
                    input.tags().or(() -> previous.map(StackVersion::tags)).orElse(Map.of()),
                    input.capabilities(),
                    input.notificationArns()
                            .or(() -> previous.map(StackVersion::notificationArns))
                            .orElse(List.of()),
                    role);
            checkTags(version.tags());
            StackPlan plan = StackPlan.of(stack, version, parts.exports());
            plan.check(handlers);
            Capabilities.of(plan.template()).check(input.capabilities(), expansion);
            return new Prepared(version, plan);
        });
    }

    /** A version that was prepared before, against the exports of now. */
    Prepared reread(StackIdentity stack, StackVersion version) {
        return refusing(() -> {
            StackPlan plan = StackPlan.of(stack, version, parts.exports());
            plan.check(handlers);
            return new Prepared(version, plan);
        });
    }

    private static Map<String, String> given(StackInput input, Optional<StackVersion> previous) {
        Map<String, String> given = new HashMap<>(input.parameters());
        for (String name : input.previous()) {
            ParameterValue value =
                    previous.map(StackVersion::parameters).orElse(Map.of()).get(name);
            if (value == null) {
                throw StackException.invalid("Invalid input for parameter key " + name
                        + ". Cannot specify usePreviousValue as true for a parameter"
                        + " key not in the previous template");
            }
            given.put(name, value.given());
        }
        return given;
    }

    private static void checkTags(Map<String, String> tags) {
        if (tags.size() > MAX_TAGS) {
            throw StackException.invalid("A stack may have at most " + MAX_TAGS + " tags");
        }
        tags.keySet().forEach(key -> {
            if (key.startsWith("aws:")) {
                throw StackException.invalid("aws: prefixed tag key names are not allowed for external use: " + key);
            }
        });
    }

    /** Gives what is wrong with a template as the refusal of a call. */
    static <T> T refusing(Supplier<T> call) {
        try {
            return call.get();
        } catch (EvaluationException | ResourceException e) {
            throw StackException.invalid(String.valueOf(e.getMessage()));
        } catch (TemplateException e) {
            throw StackException.invalid("Template format error: " + String.valueOf(e.getMessage()));
        }
    }
}
