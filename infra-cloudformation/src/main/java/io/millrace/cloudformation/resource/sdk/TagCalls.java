package io.millrace.cloudformation.resource.sdk;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How a service changes the tags of a resource that exists. */
public interface TagCalls {
    /** The tags that it has. */
    Map<String, String> read(ResourceProperties resource);

    /** Adds tags or changes their values. */
    void put(ResourceProperties resource, Map<String, String> tags);

    /** Removes tags. */
    void remove(ResourceProperties resource, List<String> keys);

    /** Makes the tags those that the stack and the properties say. */
    default void reconcile(ResourceProperties resource) {
        Map<String, String> wanted = resource.tags();
        Map<String, String> found = read(resource);
        List<String> extra = new ArrayList<>(found.keySet());
        extra.removeIf(key -> wanted.containsKey(key) || key.startsWith("aws:"));
        Map<String, String> changed = new HashMap<>(wanted);
        changed.entrySet().removeIf(tag -> tag.getValue().equals(found.get(tag.getKey())));
        if (!extra.isEmpty()) {
            remove(resource, extra);
        }
        if (!changed.isEmpty()) {
            put(resource, changed);
        }
    }
}
