package io.millrace.cloudformation.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * Creates, changes and deletes the resources of one type, through the SDK client of the type's service. It keeps nothing: what it
 * must know later is in the {@link Resource} that it returns, which the engine stores. Thread-safe.
 *
 * <p>Every call may be made again after a death of the server, and must then find its own work done: an engine notes
 * {@link #plannedId} before {@link #create}, so a resource of that name is this stack's own.
 *
 * <p>A refusal of the service is thrown as it comes ({@code AwsServiceException}), or as {@link ResourceException} when the handler
 * refuses; the engine makes it the reason in the stack's events.
 */
public interface ResourceHandler {
    /** Such as {@code AWS::Glue::Job}. */
    String type();

    /** What of AWS's schema this handler understands; the rest fails the template by name before anything is made. */
    SupportedProperties supported();

    /**
     * The physical id that {@link #create} will give the resource: the name in its properties or {@link ResourceRequest#generatedName}.
     * Empty only where the service alone gives ids; {@link #create} must then be idempotent by {@link ResourceRequest#clientToken}.
     */
    Optional<String> plannedId(ResourceRequest request);

    /** Whether a resource of this physical id exists, this stack's or not. */
    boolean exists(String physicalId);

    /** Creates the resource, or completes what an interrupted call began. */
    Resource create(ResourceRequest request);

    /** Changes a resource in place from {@code before} to the request's properties; only properties that need no replacement differ. */
    Resource update(ResourceRequest request, Resource current, ObjectNode before);

    /** Deletes the resource; one that is gone already is no error. */
    void delete(ResourceRequest request, Resource current);
}
