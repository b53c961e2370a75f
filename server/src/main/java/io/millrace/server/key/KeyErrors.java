package io.millrace.server.key;

import io.millrace.server.wire.ServiceException;

/** KMS's errors in its wording. */
final class KeyErrors {
    private KeyErrors() {}

    private static ServiceException error(String name, String message) {
        return new ServiceException(name, 400, message);
    }

    static ServiceException notFound(String what) {
        return error("NotFoundException", what + " does not exist");
    }

    static ServiceException disabled(String arn) {
        return error("DisabledException", arn + " is disabled.");
    }

    static ServiceException state(String arn, String state) {
        return error("KMSInvalidStateException", arn + " is " + state + ".");
    }

    static ServiceException unsupported(String what) {
        return error("UnsupportedOperationException", what + " is not supported by Millrace.");
    }

    static ServiceException invalidCiphertext() {
        return error(
                "InvalidCiphertextException",
                "The ciphertext is damaged, or was not made by a key of this server with this encryption context.");
    }

    static ServiceException incorrectKey() {
        return error(
                "IncorrectKeyException",
                "The key ID in the request does not identify a CMK that can perform this operation.");
    }

    static ServiceException aliasExists(String arn) {
        return error("AlreadyExistsException", "An alias with the name " + arn + " already exists");
    }

    static ServiceException invalidAlias(String message) {
        return error("InvalidAliasNameException", message);
    }

    static ServiceException malformedPolicy(String message) {
        return error("MalformedPolicyDocumentException", message);
    }

    static ServiceException tag(String message) {
        return error("TagException", message);
    }

    static ServiceException validation(String message) {
        return error("ValidationException", message);
    }

    static ServiceException dryRun() {
        return error("DryRunOperationException", "The request would have succeeded, but the DryRun option is set.");
    }
}
