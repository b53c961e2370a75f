package io.millrace.catalog.trigger;

import java.time.Instant;
import software.amazon.awssdk.services.glue.model.Trigger;

/** A trigger in state ACTIVATED, and since when. */
public record ActiveTrigger(Trigger trigger, Instant activatedOn) {}
