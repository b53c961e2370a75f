package io.millrace.cloudformation.template;

/** The text is no template at all; {@link TemplateProblem} is for mistakes within one. */
public final class TemplateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** An error with its message, which names the line. */
    public TemplateException(String message) {
        super(message);
    }

    /** An error that the YAML parser found. */
    public TemplateException(String message, Throwable cause) {
        super(message, cause);
    }
}
