package io.millrace.server.topic;

import io.millrace.server.wire.ServiceException;

/** SNS's errors in its wording. */
final class TopicErrors {
    private TopicErrors() {}

    static ServiceException invalid(String parameter, String reason) {
        return new ServiceException(
                "InvalidParameterException", 400, "Invalid parameter: " + parameter + " Reason: " + reason);
    }

    static ServiceException unsupported(String parameter) {
        return invalid(parameter, "it is not supported by Millrace");
    }

    static ServiceException noTopic() {
        return new ServiceException("NotFoundException", 404, "Topic does not exist");
    }

    static ServiceException noSubscription() {
        return new ServiceException("NotFoundException", 404, "Subscription does not exist");
    }

    static ServiceException denied(String caller, String action, String topic) {
        return new ServiceException(
                "AuthorizationErrorException",
                403,
                "User: " + caller + " is not authorized to perform: " + action + " on resource: " + topic
                        + " with an explicit deny in a resource-based policy");
    }
}
