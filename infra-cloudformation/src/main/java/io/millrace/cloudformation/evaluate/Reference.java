package io.millrace.cloudformation.evaluate;

/**
 * A place in a template that uses a name of it.
 *
 * @param name of a parameter, a resource or a pseudo parameter
 * @param attribute what is asked of a resource; empty for {@code Ref}
 */
public record Reference(String name, String attribute) {
    /** As messages and change sets show it: {@code Job} or {@code Job.Arn}. */
    @Override
    public String toString() {
        return attribute.isEmpty() ? name : name + "." + attribute;
    }

    static Reference parse(String text) {
        int dot = text.indexOf('.');
        return dot < 0 ? new Reference(text, "") : new Reference(text.substring(0, dot), text.substring(dot + 1));
    }
}
