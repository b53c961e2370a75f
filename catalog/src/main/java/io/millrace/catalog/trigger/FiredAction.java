package io.millrace.catalog.trigger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.Action;

/**
 * An action of a trigger that has fired.
 *
 * @param position its place among the trigger's actions, from 0
 * @param error why it could not be started; null as long as it is due
 */
public record FiredAction(
        String id,
        String triggerName,
        Instant firedOn,
        int position,
        Action action,
        @Nullable String error) {}
