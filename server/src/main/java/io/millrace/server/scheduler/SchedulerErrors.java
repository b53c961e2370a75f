package io.millrace.server.scheduler;

import io.millrace.server.wire.ServiceException;

/** The Scheduler's errors in its wording. */
final class SchedulerErrors {
    private SchedulerErrors() {}

    static ServiceException invalid(String message) {
        return new ServiceException("ValidationException", 400, message);
    }

    static ServiceException unsupported(String member) {
        return invalid(member + " is not supported by Millrace.");
    }

    static ServiceException noSchedule(String name) {
        return new ServiceException("ResourceNotFoundException", 404, "Schedule " + name + " does not exist.");
    }

    static ServiceException noGroup(String name) {
        return new ServiceException("ResourceNotFoundException", 404, "Schedule group " + name + " does not exist.");
    }

    static ServiceException exists(String what, String name) {
        return new ServiceException("ConflictException", 409, what + " " + name + " already exists.");
    }

    static ServiceException quota(String message) {
        return new ServiceException("ServiceQuotaExceededException", 402, message);
    }
}
