package io.millrace.cloudformation.template;

/**
 * A mistake in a template.
 *
 * @param rule what it breaks
 * @param path where, such as {@code Resources/Job/Properties/Command}
 * @param line the line of that place, from 1; 0 if unknown
 * @param message what is wrong
 */
public record TemplateProblem(TemplateRule rule, String path, int line, String message) {
    @Override
    public String toString() {
        return "line " + line + ", " + path + ": " + message;
    }
}
