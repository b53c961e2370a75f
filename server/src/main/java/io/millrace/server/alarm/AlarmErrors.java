package io.millrace.server.alarm;

import io.millrace.server.wire.ServiceException;

/** CloudWatch's errors in its wording. */
final class AlarmErrors {
    private AlarmErrors() {}

    static ServiceException invalid(String message) {
        return new ServiceException("InvalidParameterValueException", 400, message);
    }

    static ServiceException combination(String message) {
        return new ServiceException("InvalidParameterCombinationException", 400, message);
    }

    static ServiceException missing(String message) {
        return new ServiceException("MissingRequiredParameterException", 400, message);
    }

    static ServiceException unsupported(String member) {
        return invalid(member + " is not supported by Millrace.");
    }

    static ServiceException noAlarm(String name) {
        return new ServiceException("ResourceNotFound", 404, "There is no alarm " + name + ".");
    }
}
