package io.millrace.catalog.trigger;

/** One transaction's view of the triggers. Bound to the thread and the call that it was made for; never keep it. */
public interface TriggerTransaction {
    /** The definitions. */
    TriggerRows triggers();

    /** What conditional triggers have seen. */
    TriggerWatchRows watches();

    /** What fired triggers still have to start, and what could not be started. */
    FiredActionRows actions();

    /** The definitions of workflows. */
    WorkflowRows workflows();

    /** The runs of workflows. */
    WorkflowRunRows workflowRuns();
}
