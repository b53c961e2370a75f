package io.millrace.cloudformation.resource.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.cloudformation.resource.SupportedProperties;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** Says what makes up an {@link SdkHandler}. Every call but {@link #tags}, {@link #ref} and {@link #attribute} is needed. */
public final class SdkHandlerBuilder {
    final String type;
    Function<ResourceProperties, String> id = properties -> {
        throw missing("what its id is");
    };
    Predicate<String> find = properties -> {
        throw missing("how it is found");
    };
    Consumer<ResourceProperties> create = properties -> {
        throw missing("how it is created");
    };
    BiConsumer<ResourceProperties, ResourceProperties> update = (wanted, before) -> {
        throw missing("how it is changed");
    };
    Consumer<ResourceProperties> delete = properties -> {
        throw missing("how it is deleted");
    };
    Function<ResourceProperties, String> ref = ResourceProperties::id;
    Function<ResourceProperties, Map<String, JsonNode>> attributes = this::attributes;
    Optional<TagCalls> tags = Optional.empty();

    private final Set<String> properties = new HashSet<>();
    private final Set<String> replacing = new HashSet<>();
    private final Map<String, Function<ResourceProperties, String>> attributeValues = new LinkedHashMap<>();

    SdkHandlerBuilder(String type) {
        this.type = type;
    }

    private IllegalStateException missing(String part) {
        return new IllegalStateException("The handler of " + type + " does not say " + part);
    }

    /** Properties that can be changed in place. */
    public SdkHandlerBuilder supports(String... paths) {
        properties.addAll(List.of(paths));
        return this;
    }

    /** Properties whose change needs a new resource. */
    public SdkHandlerBuilder replacedBy(String... paths) {
        properties.addAll(List.of(paths));
        replacing.addAll(List.of(paths));
        return this;
    }

    /** What {@code Fn::GetAtt} gives; asked after the resource was created or changed. */
    public SdkHandlerBuilder attribute(String name, Function<ResourceProperties, String> value) {
        attributeValues.put(name, value);
        return this;
    }

    /** The physical id that the properties lead to. */
    public SdkHandlerBuilder id(Function<ResourceProperties, String> named) {
        this.id = named;
        return this;
    }

    /** Whether there is a resource of a physical id; the service may also answer with its error for what does not exist. */
    public SdkHandlerBuilder find(Predicate<String> call) {
        this.find = call;
        return this;
    }

    /** Creates it. */
    public SdkHandlerBuilder create(Consumer<ResourceProperties> call) {
        this.create = call;
        return this;
    }

    /** Changes it to the first properties, from the second. */
    public SdkHandlerBuilder update(BiConsumer<ResourceProperties, ResourceProperties> call) {
        this.update = call;
        return this;
    }

    /** Changes it to the properties, whatever they were. */
    public SdkHandlerBuilder update(Consumer<ResourceProperties> call) {
        return update((wanted, before) -> call.accept(wanted));
    }

    /** Deletes it; the service's error for what does not exist is no error. */
    public SdkHandlerBuilder delete(Consumer<ResourceProperties> call) {
        this.delete = call;
        return this;
    }

    /** What {@code Ref} gives where it is not the physical id. */
    public SdkHandlerBuilder ref(Function<ResourceProperties, String> value) {
        this.ref = value;
        return this;
    }

    /** That it has {@code Tags}, and how they are changed. */
    public SdkHandlerBuilder tags(TagCalls calls) {
        this.tags = Optional.of(calls);
        return supports("Tags");
    }

    /** The handler. */
    public SdkHandler build() {
        return new SdkHandler(this);
    }

    SupportedProperties supported() {
        return new SupportedProperties(properties, replacing, attributeValues.keySet());
    }

    private Map<String, JsonNode> attributes(ResourceProperties resource) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        attributeValues.forEach((name, value) -> values.put(name, TextNode.valueOf(value.apply(resource))));
        return values;
    }
}
