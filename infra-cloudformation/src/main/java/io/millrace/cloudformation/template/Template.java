package io.millrace.cloudformation.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/**
 * A template with every intrinsic function in its long form ({@code {"Ref": …}}, {@code {"Fn::Sub": …}}).
 *
 * @param root the whole document
 * @param lines the line of each place by its path, from 1
 */
public record Template(ObjectNode root, Map<String, Integer> lines) {
    /** Copies the lines. */
    public Template {
        lines = Map.copyOf(lines);
    }

    /** A section such as {@code Resources}; empty if the template does not have it. */
    public JsonNode section(String name) {
        return root.path(name);
    }

    /** The resources, parameters and so on that a section names. */
    public Set<Map.Entry<String, JsonNode>> entries(String section) {
        return root.path(section).properties();
    }

    /** The line of a place, or of the nearest place around it; 0 if there is none. */
    public int line(String path) {
        for (String place = path; !place.isEmpty(); place = parent(place)) {
            Integer line = lines.get(place);
            if (line != null) {
                return line;
            }
        }
        return 0;
    }

    private static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }
}
