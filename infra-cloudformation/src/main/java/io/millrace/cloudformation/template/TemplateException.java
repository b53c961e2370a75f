package io.millrace.cloudformation.template;

/** The text is no template at all; {@link TemplateProblem} is for mistakes within one. */
public final class TemplateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final String sentence;

    /** An error of the whole text. */
    TemplateException(String sentence) {
        this(0, sentence);
    }

    /** An error at a line, from 1; 0 if there is none. */
    TemplateException(int line, String sentence) {
        super(message(line, sentence));
        this.line = line;
        this.sentence = sentence;
    }

    /** An error that the YAML parser found. */
    TemplateException(int line, String sentence, Throwable cause) {
        super(line > 0 ? sentence + " (line " + line + ")" : sentence, cause);
        this.line = line;
        this.sentence = sentence;
    }

    private static String message(int line, String sentence) {
        return line > 0 ? "Line " + line + ": " + sentence : sentence;
    }

    /** The same as a problem of the text. */
    public TemplateProblem problem() {
        return new TemplateProblem(TemplateRule.SYNTAX, "", line, sentence);
    }
}
