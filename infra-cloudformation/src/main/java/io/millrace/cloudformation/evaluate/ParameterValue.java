package io.millrace.cloudformation.evaluate;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A parameter of a stack with its value.
 *
 * @param given what the caller or the template's default said; for {@code AWS::SSM::Parameter::Value} the name in the parameter store
 * @param resolved the value as text: what the parameter store holds, otherwise the same as {@code given}
 * @param value what {@code Ref} gives: text, or a list of text
 * @param noEcho whether nobody may be shown it
 */
public record ParameterValue(String given, String resolved, JsonNode value, boolean noEcho) {
    /** What is shown instead of a value that nobody may see. */
    public static final String HIDDEN = "****";

    /** The given value, unless it may not be shown. */
    public String shown() {
        return noEcho ? HIDDEN : given;
    }

    @Override
    public String toString() {
        return shown();
    }
}
