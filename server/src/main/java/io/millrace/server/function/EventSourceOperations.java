package io.millrace.server.function;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.lambda.model.CreateEventSourceMappingRequest;
import software.amazon.awssdk.services.lambda.model.CreateEventSourceMappingResponse;
import software.amazon.awssdk.services.lambda.model.GetEventSourceMappingRequest;
import software.amazon.awssdk.services.lambda.model.GetEventSourceMappingResponse;
import software.amazon.awssdk.services.lambda.model.ListEventSourceMappingsRequest;
import software.amazon.awssdk.services.lambda.model.ListEventSourceMappingsResponse;

/** Lambda's operations on event source mappings, of which there can be none: no queue or stream is here to be read. Thread-safe. */
public final class EventSourceOperations {
    /** Refused by the source's name. */
    @SuppressWarnings("DoNotCallSuggester") // The dispatcher calls it for the wire.
    public CreateEventSourceMappingResponse createEventSourceMapping(CreateEventSourceMappingRequest request) {
        String source = Optional.ofNullable(request.eventSourceArn()).orElse("the event source");
        throw FunctionErrors.invalid("Millrace has no queues and streams, so nothing can be read from " + source
                + ". Let a bucket's notification, an EventBridge rule or an SNS topic invoke the function.");
    }

    /** There is none. */
    @SuppressWarnings("DoNotCallSuggester") // The dispatcher calls it for the wire.
    public GetEventSourceMappingResponse getEventSourceMapping(GetEventSourceMappingRequest request) {
        throw FunctionErrors.missing(
                "The resource you requested does not exist: event source mapping " + request.uuid());
    }

    /** None. */
    public ListEventSourceMappingsResponse listEventSourceMappings(ListEventSourceMappingsRequest request) {
        return ListEventSourceMappingsResponse.builder()
                .eventSourceMappings(List.of())
                .build();
    }
}
