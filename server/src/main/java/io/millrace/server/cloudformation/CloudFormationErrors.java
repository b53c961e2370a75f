package io.millrace.server.cloudformation;

import io.millrace.cloudformation.stack.StackException;
import io.millrace.server.wire.ServiceException;
import java.util.function.Function;

/** What CloudFormation refuses, on the wire. */
public final class CloudFormationErrors {
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;

    private CloudFormationErrors() {}

    /** The same operation, whose refusals are errors of the wire. */
    public static <Q, R> Function<Q, R> mapped(Function<Q, R> operation) {
        return request -> {
            try {
                return operation.apply(request);
            } catch (StackException e) {
                int status = e.code() == StackException.Code.CHANGE_SET_NOT_FOUND ? NOT_FOUND : BAD_REQUEST;
                throw new ServiceException(e.code().wireName(), status, String.valueOf(e.getMessage()));
            }
        };
    }
}
