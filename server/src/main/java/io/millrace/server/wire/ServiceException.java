package io.millrace.server.wire;

/** An error that goes to the caller as it is: the service's own error name, its HTTP status, and a message without secrets. */
public class ServiceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String errorName;
    private final int status;

    /**
     * An error of a service.
     *
     * @param errorName the name in the service's API model, such as {@code ResourceNotFoundException}
     * @param status the HTTP status that the API model gives it
     * @param message what failed, on what, and why
     */
    public ServiceException(String errorName, int status, String message) {
        super(message);
        this.errorName = errorName;
        this.status = status;
    }

    /** The error's name in the service's API model. */
    public String errorName() {
        return errorName;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }
}
