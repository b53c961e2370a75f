package io.millrace.server.identity;

import java.util.Optional;

/**
 * A user as the store keeps it.
 *
 * @param name unique
 * @param policy IAM policy JSON as it was put; empty allows nothing
 */
record StoredUser(String name, Optional<String> policy) {}
