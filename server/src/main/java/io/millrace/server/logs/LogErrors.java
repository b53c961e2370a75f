package io.millrace.server.logs;

import io.millrace.server.wire.ServiceException;

/** CloudWatch Logs' errors in its wording. */
final class LogErrors {
    private LogErrors() {}

    static ServiceException invalid(String message) {
        return new ServiceException("InvalidParameterException", 400, message);
    }

    static ServiceException unsupported(String member) {
        return invalid(member + " is not supported by Millrace.");
    }

    static ServiceException noGroup() {
        return new ServiceException("ResourceNotFoundException", 400, "The specified log group does not exist.");
    }

    static ServiceException noStream() {
        return new ServiceException("ResourceNotFoundException", 400, "The specified log stream does not exist.");
    }

    static ServiceException exists() {
        return new ServiceException("ResourceAlreadyExistsException", 400, "The specified log group already exists");
    }
}
