package io.millrace.server.rule;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Hears that something has changed, inside the transaction that writes it: so an event is there if the change is. */
@FunctionalInterface
public interface StateListener {
    /**
     * Something has changed.
     *
     * @param source such as {@code aws.codepipeline}
     * @param type the detail type of the event, as the service's documentation names it
     * @param resource the ARN of what has changed
     * @param detail of the event
     */
    void changed(String source, String type, String resource, ObjectNode detail);
}
