package io.millrace.server.function;

import io.millrace.server.wire.ServiceException;

/** Lambda's errors in its wording. */
final class FunctionErrors {
    private FunctionErrors() {}

    static ServiceException notFound(String arn) {
        return new ServiceException("ResourceNotFoundException", 404, "Function not found: " + arn);
    }

    static ServiceException exists(String name) {
        return new ServiceException("ResourceConflictException", 409, "Function already exist: " + name);
    }

    static ServiceException invalid(String message) {
        return new ServiceException("InvalidParameterValueException", 400, message);
    }

    static ServiceException unsupported(String member) {
        return invalid(member + " is not supported by Millrace.");
    }

    static ServiceException invalidContent(String message) {
        return new ServiceException("InvalidRequestContentException", 400, message);
    }

    static ServiceException tooLarge(String message) {
        return new ServiceException("RequestTooLargeException", 413, message);
    }

    static ServiceException throttled(String message) {
        return new ServiceException("TooManyRequestsException", 429, message);
    }

    static ServiceException stale() {
        return new ServiceException(
                "PreconditionFailedException",
                412,
                "The RevisionId provided does not match the latest RevisionId. Call the GetFunction/GetAlias API to"
                        + " retrieve the latest RevisionId for your resource.");
    }

    static ServiceException internal(String message) {
        return new ServiceException("ServiceException", 500, message);
    }
}
