package io.millrace.server.parameter;

import io.millrace.server.wire.ServiceException;

/** Parameter Store's errors in its wording. */
final class ParameterErrors {
    private ParameterErrors() {}

    static ServiceException error(String name, String message) {
        return new ServiceException(name, 400, message);
    }

    static ServiceException invalid(String message) {
        return error("ValidationException", message);
    }

    static ServiceException unsupported(String member) {
        return invalid(member + " is not supported by Millrace.");
    }

    static ServiceException notFound(String name) {
        return error("ParameterNotFound", "Parameter " + name + " not found.");
    }

    static ServiceException noVersion(String version, String name) {
        return error(
                "ParameterVersionNotFound",
                "Systems Manager could not find version " + version + " of " + name
                        + ". Verify the version and try again.");
    }
}
