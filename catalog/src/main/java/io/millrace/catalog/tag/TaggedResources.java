package io.millrace.catalog.tag;

import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The resources of one type that carry tags. Each call is atomic. Thread-safe. */
public interface TaggedResources {
    /**
     * The tags of a resource; empty if there is no such resource.
     *
     * @param name what follows the type in the resource's ARN, such as {@code sales} or {@code sales/orders}
     */
    Optional<Map<String, String>> find(String name);

    /**
     * Replaces the tags of a resource by what {@code change} makes of them; what it throws leaves them as they are.
     *
     * @return false if there is no such resource
     */
    boolean change(String name, UnaryOperator<Map<String, String>> change);
}
