package io.millrace.cloudformation.resource;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The resource types that can be deployed. Immutable. */
public final class ResourceHandlers {
    private final Map<String, ResourceHandler> handlers;

    private ResourceHandlers(Map<String, ResourceHandler> handlers) {
        this.handlers = handlers;
    }

    /**
     * These handlers.
     *
     * @throws IllegalStateException if two have one type
     */
    public static ResourceHandlers of(Collection<ResourceHandler> handlers) {
        return new ResourceHandlers(
                handlers.stream().collect(Collectors.toUnmodifiableMap(ResourceHandler::type, Function.identity())));
    }

    /** The handler of a type such as {@code AWS::Glue::Job}, if it can be deployed. */
    public Optional<ResourceHandler> find(String type) {
        return Optional.ofNullable(handlers.get(type));
    }

    /** The types that can be deployed. */
    public Set<String> types() {
        return handlers.keySet();
    }
}
