package io.millrace.server.auth;

/** A request whose signature is missing, malformed or wrong. Name and message are AWS's and go to the caller. */
public final class AuthenticationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String errorName;

    AuthenticationException(String errorName, String message) {
        super(message);
        this.errorName = errorName;
    }

    static AuthenticationException missing() {
        return new AuthenticationException("MissingAuthenticationTokenException", "Missing Authentication Token");
    }

    static AuthenticationException incomplete(String message) {
        return new AuthenticationException("IncompleteSignatureException", message);
    }

    static AuthenticationException invalid(String message) {
        return new AuthenticationException("InvalidSignatureException", message);
    }

    static AuthenticationException unrecognized() {
        return new AuthenticationException(
                "UnrecognizedClientException", "The security token included in the request is invalid.");
    }

    /** The session that a request's token stands for is over. */
    public static AuthenticationException expired() {
        return new AuthenticationException(
                "ExpiredTokenException", "The security token included in the request is expired");
    }

    /** The error's name on the wire. */
    public String errorName() {
        return errorName;
    }
}
