package io.millrace.etl.lane.expression;

/** An expression's operands do not fit it, or it names what does not exist; the message names the expression. */
public final class ExpressionTypeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With the sentence for the user. */
    public ExpressionTypeException(String message) {
        super(message);
    }
}
