package io.millrace.cloudformation.resource.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.cloudformation.resource.Resource;
import io.millrace.cloudformation.resource.ResourceHandler;
import io.millrace.cloudformation.resource.ResourceRequest;
import io.millrace.cloudformation.resource.SupportedProperties;
import java.util.Map;
import java.util.Optional;

/**
 * A resource with a name, which one call creates, one changes and one deletes. A creation that finds the resource, because an
 * interrupted one made it, brings it to the wanted properties by the call that changes it. Thread-safe.
 */
public final class SdkHandler implements ResourceHandler {
    private final SdkHandlerBuilder parts;
    private final SupportedProperties supported;

    SdkHandler(SdkHandlerBuilder parts) {
        this.parts = parts;
        this.supported = parts.supported();
    }

    /** Begins a handler of a type. */
    public static SdkHandlerBuilder of(String type) {
        return new SdkHandlerBuilder(type);
    }

    @Override
    public String type() {
        return parts.type;
    }

    @Override
    public SupportedProperties supported() {
        return supported;
    }

    @Override
    public Optional<String> plannedId(ResourceRequest request) {
        return Optional.of(id(request));
    }

    private String id(ResourceRequest request) {
        return parts.id.apply(ResourceProperties.of(request, ""));
    }

    @Override
    public boolean exists(String physicalId) {
        return ServiceCalls.find(() -> parts.find.test(physicalId)).orElse(false);
    }

    @Override
    public Resource create(ResourceRequest request) {
        ResourceProperties wanted = ResourceProperties.of(request, id(request));
        if (exists(wanted.id())) {
            change(wanted, new ResourceProperties(request, wanted.id(), request.properties()));
        } else {
            parts.create.accept(wanted);
        }
        return resource(wanted);
    }

    @Override
    public Resource update(ResourceRequest request, Resource current, ObjectNode before) {
        ResourceProperties wanted = ResourceProperties.of(request, current.physicalId());
        change(wanted, new ResourceProperties(request, current.physicalId(), before));
        return resource(wanted);
    }

    private void change(ResourceProperties wanted, ResourceProperties before) {
        parts.update.accept(wanted, before);
        parts.tags.ifPresent(tags -> tags.reconcile(wanted));
    }

    private Resource resource(ResourceProperties wanted) {
        Map<String, JsonNode> attributes = parts.attributes.apply(wanted);
        return new Resource(wanted.id(), parts.ref.apply(wanted), attributes);
    }

    @Override
    public void delete(ResourceRequest request, Resource current) {
        ResourceProperties gone = ResourceProperties.of(request, current.physicalId());
        ServiceCalls.ifThere(() -> parts.delete.accept(gone));
    }
}
