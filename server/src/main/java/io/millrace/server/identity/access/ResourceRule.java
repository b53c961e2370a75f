package io.millrace.server.identity.access;

import io.millrace.server.identity.policy.ResourceArn;
import java.util.List;

/** What one operation needs permission for: all of the resources. */
@FunctionalInterface
interface ResourceRule {
    List<ResourceArn> resources(RequestMembers request, ServerArns arns);
}
