package io.millrace.server.wire;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.sdkjson.SdkJsonException;
import io.millrace.server.auth.AuthenticationException;
import io.millrace.server.wire.model.ApiModel;
import java.util.Optional;

/**
 * An error as the caller sees it.
 *
 * @param name the service's name of it
 * @param status HTTP status
 * @param message what happened, without secrets and internals
 */
record WireError(String name, int status, String message) {
    /** What the caller is told of a failure of our own; the rest is in the log, under the request's id. */
    static final String INTERNAL_MESSAGE = "An internal error occurred.";

    /** Any error but one of authentication, of a service. */
    static Optional<WireError> expected(RuntimeException failure) {
        if (failure instanceof ServiceException service) {
            return Optional.of(new WireError(service.errorName(), service.status(), messageOf(service)));
        }
        if (failure instanceof ChangeFailedException change) {
            return expected(change.failure());
        }
        if (failure instanceof CatalogException catalog) {
            CatalogErrorCode code = catalog.code();
            int status = code.fault() == CatalogErrorCode.Fault.CLIENT ? 400 : 500;
            return Optional.of(new WireError(code.wireName(), status, messageOf(catalog)));
        }
        if (failure instanceof SdkJsonException json) {
            return Optional.of(new WireError("SerializationException", 400, messageOf(json)));
        }
        return Optional.empty();
    }

    static WireError internal(ApiModel model) {
        return new WireError(model.internalError(), 500, INTERNAL_MESSAGE);
    }

    static WireError of(AuthenticationException failure, int status) {
        return new WireError(failure.errorName(), status, messageOf(failure));
    }

    private static String messageOf(RuntimeException failure) {
        String message = failure.getMessage();
        return message == null ? "" : message;
    }
}
