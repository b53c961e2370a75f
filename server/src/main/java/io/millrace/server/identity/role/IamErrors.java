package io.millrace.server.identity.role;

import io.millrace.server.identity.policy.MalformedPolicyException;
import io.millrace.server.identity.policy.Policy;
import io.millrace.server.identity.policy.TrustPolicy;
import io.millrace.server.wire.ServiceException;

/** IAM's errors in its words. */
final class IamErrors {
    private IamErrors() {}

    static ServiceException noRole(String name) {
        return missing("The role with name " + name + " cannot be found.");
    }

    static ServiceException noPolicy(String arn) {
        return missing("Policy " + arn + " was not found.");
    }

    static ServiceException missing(String message) {
        return new ServiceException("NoSuchEntityException", 404, message);
    }

    static ServiceException exists(String message) {
        return new ServiceException("EntityAlreadyExistsException", 409, message);
    }

    static ServiceException conflict(String message) {
        return new ServiceException("DeleteConflictException", 409, message);
    }

    static ServiceException limit(String message) {
        return new ServiceException("LimitExceededException", 409, message);
    }

    static ServiceException invalid(String message) {
        return new ServiceException("InvalidInputException", 400, message);
    }

    static ServiceException unsupported(String member) {
        return invalid(member + " is not supported by Millrace.");
    }

    static void requirePolicy(String document) {
        try {
            Policy.parse(document);
        } catch (MalformedPolicyException e) {
            throw malformed(e);
        }
    }

    static void requireTrust(String document) {
        try {
            TrustPolicy.parse(document);
        } catch (MalformedPolicyException e) {
            throw malformed(e);
        }
    }

    private static ServiceException malformed(MalformedPolicyException e) {
        return new ServiceException("MalformedPolicyDocumentException", 400, String.valueOf(e.getMessage()));
    }
}
