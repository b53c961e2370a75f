package io.millrace.server.pipeline;

import java.util.Map;

/** What an action says of itself. */
public sealed interface ActionStep {
    /**
     * It is not done.
     *
     * @param externalId what it has started elsewhere, such as a build; empty if nothing
     * @param summary a line for people
     */
    record Waiting(String externalId, String summary) implements ActionStep {
        /** It says what it said last. */
        public static Waiting unchanged(ActionContext context) {
            return new Waiting(context.externalId(), context.summary());
        }
    }

    /**
     * It is done; its output artifacts are where {@link ActionContext#output} says.
     *
     * @param revision of a source; empty for other actions
     * @param variables for later actions
     */
    record Succeeded(String externalId, String summary, String revision, Map<String, String> variables)
            implements ActionStep {
        /** Copies the map. */
        public Succeeded {
            variables = Map.copyOf(variables);
        }

        /** Without a revision. */
        public static Succeeded of(String externalId, String summary, Map<String, String> variables) {
            return new Succeeded(externalId, summary, "", variables);
        }
    }

    /** It cannot be done; the message is for people. */
    record Failed(String externalId, String code, String message) implements ActionStep {
        /** The code of an approval that nobody decided in time. */
        public static final String APPROVAL_EXPIRED = "ApprovalExpired";

        /** With CodePipeline's code for whatever went wrong in a job. */
        public static Failed of(String message) {
            return new Failed("", "JobFailed", message);
        }
    }
}
