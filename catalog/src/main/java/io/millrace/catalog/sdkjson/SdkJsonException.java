package io.millrace.catalog.sdkjson;

/** JSON that does not have the shape of the model class it is read into. The message is safe to show to the caller. */
public final class SdkJsonException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A shape error with the message that the caller sees. */
    public SdkJsonException(String message) {
        super(message);
    }

    /** A shape error found by the JSON parser. */
    public SdkJsonException(String message, Throwable cause) {
        super(message, cause);
    }
}
