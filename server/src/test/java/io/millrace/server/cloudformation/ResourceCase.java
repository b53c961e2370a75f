package io.millrace.server.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.cloudformation.resource.ResourceHandler;

/** A resource of the table. */
record ResourceCase(JsonNode json) {
    ResourceHandler handler() {
        return ITResourceHandlers.handlers.find(toString()).orElseThrow();
    }

    ObjectNode properties() {
        return (ObjectNode) json.path("properties");
    }

    ObjectNode changed() {
        ObjectNode changed = properties().deepCopy();
        json.path("changes").properties().forEach(entry -> {
            if (entry.getValue().isNull()) {
                changed.remove(entry.getKey());
            } else {
                changed.set(entry.getKey(), entry.getValue());
            }
        });
        return changed;
    }

    @Override
    public String toString() {
        return json.path("type").asText();
    }
}
