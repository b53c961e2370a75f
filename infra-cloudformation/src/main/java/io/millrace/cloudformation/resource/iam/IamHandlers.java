package io.millrace.cloudformation.resource.iam;

import io.millrace.cloudformation.resource.ResourceHandler;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.iam.IamClient;

/** What of {@code AWS::IAM} can be deployed. */
public final class IamHandlers {
    private IamHandlers() {}

    /** Roles, their policies, managed policies. */
    public static List<ResourceHandler> of(IamClient iam) {
        List<ResourceHandler> handlers = new ArrayList<>(new PolicyHandlers(iam).all());
        handlers.add(RoleHandler.of(iam));
        return handlers;
    }
}
