package io.millrace.catalog.job;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.glue.model.Job;

/** Job definitions by name, which is compared as it is, case included. */
public interface JobRows {
    /** The job, or empty. */
    Optional<Job> find(String name);

    /** Up to {@code limit} jobs in order of their names, after {@code afterName} ({@code ""} for the start), that have all of {@code tags}. */
    List<Job> list(String afterName, int limit, Map<String, String> tags);

    /** The tags of the job; empty also when there is no such job. */
    Map<String, String> tags(String name);

    /** Adds a job; false, and nothing changed, if the name is taken. */
    boolean insert(Job job, Map<String, String> tags);

    /** Replaces the tags of the job; false if there is none. */
    boolean updateTags(String name, Map<String, String> tags);

    /** Replaces the job of that name and leaves its tags; false if there is none. */
    boolean update(Job job);

    /** Removes the job and those of its runs that have ended; false if there is none. */
    boolean delete(String name);
}
