/**
 * IAM's roles and managed policies and STS's sessions as operations, and who acts with which role. Used by the services' registry
 * and by the assembly, which gives jobs and functions their keys.
 */
@NullMarked
package io.millrace.server.identity.role;

import org.jspecify.annotations.NullMarked;
