package io.millrace.catalog.trigger;

import java.time.Instant;
import java.util.List;

/** Actions of fired triggers. */
public interface FiredActionRows {
    /** Adds an action; its id must be new. */
    void insert(FiredAction action);

    /** The actions without an error, the oldest first. */
    List<FiredAction> listDue();

    /** The actions of the trigger that could not be started, the oldest first. */
    List<FiredAction> listFailed(String triggerName);

    /** Removes an action: it was started. */
    void delete(String id);

    /** Notes why an action could not be started; it is due no more. */
    void fail(String id, String error);

    /** Forgets the failed actions that fired before {@code time}. */
    void deleteFailedBefore(Instant time);
}
