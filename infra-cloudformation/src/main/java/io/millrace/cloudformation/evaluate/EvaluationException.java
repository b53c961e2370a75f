package io.millrace.cloudformation.evaluate;

/** A template, or what was given for its parameters, is refused. The message is CloudFormation's own where it has one. */
public final class EvaluationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With the sentence for the user. */
    public EvaluationException(String message) {
        super(message);
    }
}
