package io.millrace.cloudformation.stack;

/** A call is refused, in CloudFormation's words, which its clients read. */
public final class StackException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is wrong, by the name that the wire has for it. */
    public enum Code {
        /** Anything wrong with a template, a parameter or a stack's state. */
        VALIDATION("ValidationError"),
        /** A stack or change set of that name is there. */
        ALREADY_EXISTS("AlreadyExistsException"),
        /** The caller has not acknowledged what the template does. */
        INSUFFICIENT_CAPABILITIES("InsufficientCapabilitiesException"),
        /** No such change set. */
        CHANGE_SET_NOT_FOUND("ChangeSetNotFound"),
        /** The change set cannot be executed or deleted as it is. */
        INVALID_CHANGE_SET_STATUS("InvalidChangeSetStatus"),
        /** The same token came with another operation. */
        TOKEN_ALREADY_EXISTS("TokenAlreadyExistsException");

        private final String wireName;

        Code(String wireName) {
            this.wireName = wireName;
        }

        /** The error's code on the wire. */
        public String wireName() {
            return wireName;
        }
    }

    private final Code code;

    /** A refusal. */
    public StackException(Code code, String message) {
        super(message);
        this.code = code;
    }

    /** What is wrong. */
    public Code code() {
        return code;
    }

    /** A {@link Code#VALIDATION}. */
    public static StackException invalid(String message) {
        return new StackException(Code.VALIDATION, message);
    }
}
