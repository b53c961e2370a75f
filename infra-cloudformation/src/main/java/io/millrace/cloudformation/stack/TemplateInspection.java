package io.millrace.cloudformation.stack;

import io.millrace.cloudformation.evaluate.LanguageExtensions;
import io.millrace.cloudformation.evaluate.ParameterResolution;
import io.millrace.cloudformation.resource.ResourceHandlers;
import io.millrace.cloudformation.template.Template;
import io.millrace.cloudformation.template.TemplateParser;
import io.millrace.cloudformation.template.TemplateProblem;
import java.util.List;

/**
 * What a template says before its parameters are known.
 *
 * @param template loops expanded by the parameters' defaults
 */
public record TemplateInspection(Template template, Capabilities capabilities) {
    /**
     * Reads a template and holds it against the types that can be deployed.
     *
     * @throws StackException if there is a mistake in it
     */
    public static TemplateInspection of(String body, ResourceHandlers handlers) {
        return StackInputs.refusing(() -> {
            Template parsed = TemplateParser.parse(body);
            Template template = LanguageExtensions.expand(parsed, ParameterResolution.defaults(parsed));
            new TemplateSupport(template, handlers).check();
            return new TemplateInspection(template, Capabilities.of(template));
        });
    }

    /** All that keeps a parsed template from being deployed with these handlers, by name; loops as the parameters' defaults make them. */
    public static List<TemplateProblem> undeployable(Template parsed, ResourceHandlers handlers) {
        return new TemplateSupport(LanguageExtensions.expand(parsed, ParameterResolution.defaults(parsed)), handlers)
                .problems();
    }
}
