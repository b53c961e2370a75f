package io.millrace.server.athena;

import io.millrace.server.resource.ResourceTags;
import io.millrace.server.wire.ServiceException;

/** The errors of the Athena API. */
final class AthenaErrors {
    private static final int BAD_REQUEST = 400;

    private AthenaErrors() {}

    static ServiceException invalidRequest(String message) {
        return new ServiceException("InvalidRequestException", BAD_REQUEST, message);
    }

    static ServiceException tooManyTags() {
        return invalidRequest("A resource can have up to " + ResourceTags.MAX_TAGS + " tags.");
    }

    static ServiceException notFound(String arn) {
        return new ServiceException("ResourceNotFoundException", BAD_REQUEST, "Resource " + arn + " is not found.");
    }

    static ServiceException metadata(String message) {
        return new ServiceException("MetadataException", BAD_REQUEST, message);
    }
}
