package io.millrace.server.secret;

import io.millrace.server.wire.ServiceException;

/** Secrets Manager's errors in its wording. */
final class SecretErrors {
    private SecretErrors() {}

    static ServiceException invalidParameter(String message) {
        return new ServiceException("InvalidParameterException", 400, message);
    }

    static ServiceException invalidRequest(String message) {
        return new ServiceException("InvalidRequestException", 400, message);
    }

    static ServiceException unsupported(String member) {
        return invalidParameter(member + " is not supported by Millrace.");
    }

    static ServiceException exists(String message) {
        return new ServiceException("ResourceExistsException", 400, message);
    }

    static ServiceException noSecret() {
        return new ServiceException(
                "ResourceNotFoundException", 400, "Secrets Manager can't find the specified secret.");
    }

    static ServiceException noValue(String what) {
        return new ServiceException(
                "ResourceNotFoundException",
                400,
                "Secrets Manager can't find the specified secret value for " + what);
    }

    static ServiceException deleted() {
        return invalidRequest(
                "You can't perform this operation on the secret because it was marked for deletion.");
    }
}
