/**
 * IAM's policy language: documents read strictly, statements evaluated as IAM does. Used by the authorizer, and by the commands
 * that put a policy; knows nothing of users, services and the wire.
 */
@NullMarked
package io.millrace.server.identity.policy;

import org.jspecify.annotations.NullMarked;
