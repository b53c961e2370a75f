package io.millrace.cloudformation.resource.athena;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.cloudformation.resource.GeneratedNames;
import io.millrace.cloudformation.resource.Resource;
import io.millrace.cloudformation.resource.ResourceHandler;
import io.millrace.cloudformation.resource.ResourceRequest;
import io.millrace.cloudformation.resource.SupportedProperties;
import io.millrace.cloudformation.resource.sdk.ResourceProperties;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.athena.AthenaClient;
import software.amazon.awssdk.services.athena.model.CreateNamedQueryRequest;

/** Named queries, whose ids Athena alone gives. A repeated creation has the same client token, and so finds its own work. */
final class NamedQueryHandler implements ResourceHandler {
    // docs.aws.amazon.com/athena/latest/APIReference/API_NamedQuery.html
    private static final int MAX_NAME = 128;
    private static final String NAME = "Name";
    private static final Set<String> PROPERTIES = Set.of(NAME, "Description", "Database", "QueryString", "WorkGroup");

    private final AthenaClient athena;

    NamedQueryHandler(AthenaClient athena) {
        this.athena = athena;
    }

    @Override
    public String type() {
        return "AWS::Athena::NamedQuery";
    }

    @Override
    public SupportedProperties supported() {
        return new SupportedProperties(PROPERTIES, PROPERTIES, Set.of("NamedQueryId"));
    }

    @Override
    public Optional<String> plannedId(ResourceRequest request) {
        return Optional.empty();
    }

    @Override
    public boolean exists(String physicalId) {
        // GetNamedQuery has no error of its own for what is not there.
        return !athena.batchGetNamedQuery(request -> request.namedQueryIds(physicalId))
                .namedQueries()
                .isEmpty();
    }

    @Override
    public Resource create(ResourceRequest request) {
        String id = athena.createNamedQuery(ResourceProperties.of(request, "")
                        .withDefault(NAME, GeneratedNames.shortened(request.generatedName(), MAX_NAME))
                        .with("ClientRequestToken", request.clientToken())
                        .into(CreateNamedQueryRequest.builder())
                        .build())
                .namedQueryId();
        return resource(id);
    }

    private static Resource resource(String id) {
        Map<String, JsonNode> attributes = Map.of("NamedQueryId", TextNode.valueOf(id));
        return Resource.of(id, attributes);
    }

    @Override
    public Resource update(ResourceRequest request, Resource current, ObjectNode before) {
        return resource(current.physicalId());
    }

    @Override
    public void delete(ResourceRequest request, Resource current) {
        if (exists(current.physicalId())) {
            athena.deleteNamedQuery(gone -> gone.namedQueryId(current.physicalId()));
        }
    }
}
