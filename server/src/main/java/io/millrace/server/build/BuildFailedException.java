package io.millrace.server.build;

/** A build cannot go on. The code is one of CodeBuild's phase context codes; the message is for the user. */
final class BuildFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;

    BuildFailedException(String code, String message) {
        super(message);
        this.code = code;
    }

    String code() {
        return code;
    }
}
