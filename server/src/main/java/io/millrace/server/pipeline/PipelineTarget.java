package io.millrace.server.pipeline;

import io.millrace.server.delivery.Delivery;
import io.millrace.server.delivery.DeliveryTarget;
import io.millrace.server.delivery.UndeliverableException;
import io.millrace.server.identity.role.RoleRefusedException;

/** Pipelines as targets of rules: each delivery starts one execution, with the right of the target's role. Thread-safe. */
public final class PipelineTarget implements DeliveryTarget {
    private final CodePipeline pipelines;
    private final StartRights rights;

    /** Who may start a pipeline. */
    @FunctionalInterface
    public interface StartRights {
        /**
         * Holds a role to the right to start a pipeline.
         *
         * @param ruleArn on whose behalf it is started
         * @throws RoleRefusedException if the role may not, or EventBridge may not act with it
         */
        void require(String roleArn, String ruleArn, String pipelineArn);
    }

    /** A target that starts these pipelines. */
    public PipelineTarget(CodePipeline pipelines, StartRights rights) {
        this.pipelines = pipelines;
        this.rights = rights;
    }

    @Override
    public void deliver(Delivery delivery) {
        String[] target = delivery.target().split(Delivery.ROLE_FOLLOWS, 2);
        try {
            rights.require(target[1], delivery.sender(), target[0]);
        } catch (RoleRefusedException e) {
            throw new UndeliverableException(String.valueOf(e.getMessage()), e);
        }
        pipelines.executions().startForRule(target[0].substring(target[0].lastIndexOf(':') + 1), delivery.sender());
    }

    @Override
    public Handover handover() {
        return Handover.TRANSACTION;
    }
}
