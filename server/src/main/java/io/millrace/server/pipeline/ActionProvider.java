package io.millrace.server.pipeline;

import java.util.Set;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;

/**
 * Does one kind of action. Every call may come again after a death of the server, with the same run id: a second start finds the first one's
 * work. Thread-safe.
 */
public interface ActionProvider {
    /** The actions that it does, as {@code Category/Provider}, such as {@code Build/CodeBuild}. */
    Set<String> types();

    /** Refuses a declaration that it cannot do, by an exception of {@link ActionConfiguration}. */
    void check(ActionDeclaration declaration);

    /** Begins the action. Blocks no longer than a few calls take; what takes longer is waited for with {@link #look}. */
    ActionStep start(ActionContext context);

    /** Looks how far an action is that was started. */
    ActionStep look(ActionContext context);

    /** Ends what was started, as far as that is possible, because the execution is abandoned. */
    default void abandon(ActionContext context) {}
}
