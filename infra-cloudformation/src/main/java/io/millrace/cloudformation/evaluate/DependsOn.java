package io.millrace.cloudformation.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** A resource's {@code DependsOn}: a name or a list of names. */
final class DependsOn {
    private DependsOn() {}

    static List<String> of(JsonNode resource) {
        JsonNode value = resource.path("DependsOn");
        List<String> names = new ArrayList<>();
        if (value.isTextual()) {
            names.add(value.asText());
        }
        value.forEach(name -> names.add(name.asText()));
        return names;
    }
}
