package io.millrace.server.rule;

import io.millrace.server.wire.ServiceException;

/** EventBridge's errors in its wording. */
final class RuleErrors {
    private RuleErrors() {}

    static ServiceException invalid(String message) {
        return new ServiceException("ValidationException", 400, message);
    }

    static ServiceException unsupported(String member) {
        return invalid(member + " is not supported by Millrace.");
    }

    static ServiceException invalidPattern(String reason) {
        return new ServiceException(
                "InvalidEventPatternException", 400, "Event pattern is not valid. Reason: " + reason);
    }

    static ServiceException noRule(String name) {
        return new ServiceException(
                "ResourceNotFoundException", 400, "Rule " + name + " does not exist on EventBus default.");
    }

    static ServiceException noBus(String name) {
        return new ServiceException("ResourceNotFoundException", 400, "Event bus " + name + " does not exist.");
    }

    static ServiceException limit(String message) {
        return new ServiceException("LimitExceededException", 400, message);
    }
}
