package io.millrace.server.build;

import io.millrace.server.wire.ServiceException;

/** CodeBuild's errors in its wording. */
final class CodeBuildErrors {
    private CodeBuildErrors() {}

    static ServiceException invalid(String message) {
        return new ServiceException("InvalidInputException", 400, message);
    }

    static ServiceException unsupported(String member) {
        return invalid(member + " is not supported by Millrace; leave it out.");
    }

    static ServiceException noProject(String name) {
        return new ServiceException("ResourceNotFoundException", 400, "Project cannot be found: " + name);
    }

    static ServiceException noBuild(String id) {
        return new ServiceException("ResourceNotFoundException", 400, "Build cannot be found: " + id);
    }

    static ServiceException exists(String name) {
        return new ServiceException("ResourceAlreadyExistsException", 400, "Project already exists: " + name);
    }
}
