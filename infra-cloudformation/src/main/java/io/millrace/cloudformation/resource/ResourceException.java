package io.millrace.cloudformation.resource;

/** A resource cannot be made as asked. The message is for the user: it names the property and a way out. */
public final class ResourceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With the reason that the stack's events show. */
    public ResourceException(String message) {
        super(message);
    }
}
