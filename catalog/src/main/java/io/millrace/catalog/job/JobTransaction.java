package io.millrace.catalog.job;

/** One transaction's view of the jobs. Bound to the thread and the call that it was made for; never keep it. */
public interface JobTransaction {
    /** The definitions. */
    JobRows jobs();

    /** The runs. */
    JobRunRows runs();
}
