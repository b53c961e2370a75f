package io.millrace.cloudformation.evaluate;

import io.millrace.cloudformation.template.Template;
import java.util.Map;

/**
 * All that a template's meaning depends on, except its resources.
 *
 * @param template loops already expanded, see {@link LanguageExtensions}
 * @param parameters by name
 */
public record EvaluationContext(
        Template template, Map<String, ParameterValue> parameters, PseudoParameters pseudo, Exports exports) {
    /** Copies the map. */
    public EvaluationContext {
        parameters = Map.copyOf(parameters);
    }
}
