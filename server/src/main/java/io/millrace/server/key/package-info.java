/**
 * KMS: symmetric keys with policies, aliases, rotation and deletion; their material is sealed under the master key and never leaves the
 * server. Used by the server's assembly, and by the authorizer, which asks keys for their policies.
 */
@NullMarked
package io.millrace.server.key;

import org.jspecify.annotations.NullMarked;
