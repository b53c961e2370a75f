package io.millrace.cloudformation.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.cloudformation.evaluate.EvaluationException;
import io.millrace.cloudformation.evaluate.ResourceValues;

/** What references to a stack's resources give while an operation runs: those that are needed are made already. */
final class LiveValues implements ResourceValues {
    private final Journal journal;

    LiveValues(Journal journal) {
        this.journal = journal;
    }

    @Override
    public JsonNode ref(String logicalId) {
        return JsonNodeFactory.instance.textNode(made(logicalId).ref());
    }

    @Override
    public JsonNode attribute(String logicalId, String attribute) {
        JsonNode value = made(logicalId).attributes().get(attribute);
        if (value == null) {
            throw new EvaluationException("Attribute '" + attribute + "' does not exist on resource " + logicalId);
        }
        return value;
    }

    private Incarnation made(String logicalId) {
        return journal.find(logicalId)
                .flatMap(StackResource::now)
                .orElseThrow(() -> new EvaluationException("Resource " + logicalId + " does not exist yet"));
    }
}
