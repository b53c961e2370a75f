package io.millrace.server.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.cloudformation.resource.ResourceHandler;
import io.millrace.cloudformation.template.TemplateParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A resource of the table. */
record ResourceCase(JsonNode json) {
    /** The table, {@code resources.yaml}. */
    static List<ResourceCase> all() throws IOException {
        List<ResourceCase> cases = new ArrayList<>();
        try (InputStream in = ResourceCase.class.getResourceAsStream("resources.yaml")) {
            TemplateParser.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .section("Resources")
                    .forEach(node -> cases.add(new ResourceCase(node)));
        }
        return cases;
    }

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
