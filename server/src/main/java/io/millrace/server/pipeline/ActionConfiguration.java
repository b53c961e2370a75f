package io.millrace.server.pipeline;

import io.millrace.server.wire.ServiceException;
import java.util.Set;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;

/** Checks of an action's configuration, with the service's own errors. */
public final class ActionConfiguration {
    private ActionConfiguration() {}

    /**
     * Refuses keys that are unknown, and the absence of those that are needed.
     *
     * @throws io.millrace.server.wire.ServiceException naming the action and the key
     */
    public static void check(ActionDeclaration action, Set<String> needed, Set<String> optional) {
        for (String key : needed) {
            if (action.configuration().getOrDefault(key, "").isBlank()) {
                throw PipelineErrors.action("Action configuration for action '" + action.name()
                        + "' is missing required configuration '" + key + "'");
            }
        }
        for (String key : action.configuration().keySet()) {
            if (!needed.contains(key) && !optional.contains(key)) {
                throw PipelineErrors.action("Action configuration for action '" + action.name()
                        + "' contains unknown configuration '" + key + "'");
            }
        }
    }

    /** Refuses numbers of artifacts that the action does not have (CodePipeline User Guide, "Action structure reference"). */
    public static void artifacts(ActionDeclaration action, int leastIn, int mostIn, int leastOut, int mostOut) {
        int in = action.inputArtifacts().size();
        int out = action.outputArtifacts().size();
        if (in < leastIn || in > mostIn) {
            throw PipelineErrors.action("Action '" + action.name() + "' has an invalid number of input artifacts (" + in
                    + "); it takes " + leastIn + " to " + mostIn);
        }
        if (out < leastOut || out > mostOut) {
            throw PipelineErrors.action("Action '" + action.name() + "' has an invalid number of output artifacts ("
                    + out + "); it has " + leastOut + " to " + mostOut);
        }
    }

    /** The error for what the declaration asks for and Millrace does not have. */
    public static ServiceException unsupported(ActionDeclaration action, String what) {
        return PipelineErrors.action("Action '" + action.name() + "': " + what + " is not supported by Millrace");
    }
}
