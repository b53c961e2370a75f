package io.millrace.server.identity.access;

import java.util.Optional;

/** The policies of KMS's keys. Thread-safe. */
public interface KeyPolicies {
    /**
     * A key's policy.
     *
     * @param keyArn of the key
     * @param document as it was put
     */
    record KeyPolicy(String keyArn, String document) {}

    /** Of the key with this id, ARN, alias or alias's ARN; empty if there is none. */
    Optional<KeyPolicy> policyOf(String key);

    /** Of the key that made a ciphertext; empty if that is none of KMS's. */
    Optional<KeyPolicy> policyOf(byte[] ciphertext);
}
