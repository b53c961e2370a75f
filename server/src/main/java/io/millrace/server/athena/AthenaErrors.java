package io.millrace.server.athena;

import io.millrace.server.wire.ServiceException;

/** The errors of the Athena API. */
final class AthenaErrors {
    private static final int BAD_REQUEST = 400;

    private AthenaErrors() {}

    static ServiceException invalidRequest(String message) {
        return new ServiceException("InvalidRequestException", BAD_REQUEST, message);
    }

    static ServiceException metadata(String message) {
        return new ServiceException("MetadataException", BAD_REQUEST, message);
    }
}
