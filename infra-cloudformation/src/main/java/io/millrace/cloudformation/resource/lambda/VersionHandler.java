package io.millrace.cloudformation.resource.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.cloudformation.resource.Resource;
import io.millrace.cloudformation.resource.ResourceHandler;
import io.millrace.cloudformation.resource.ResourceRequest;
import io.millrace.cloudformation.resource.SupportedProperties;
import io.millrace.cloudformation.resource.sdk.ServiceCalls;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.PublishVersionResponse;

/**
 * Versions of functions, whose numbers Lambda alone gives. Publishing what was published before gives the same version again, so a
 * repeated creation finds its own work. The physical id is the version's ARN.
 */
final class VersionHandler implements ResourceHandler {
    private static final String FUNCTION = "FunctionName";
    private static final String DESCRIPTION = "Description";
    private static final String CODE = "CodeSha256";

    private final LambdaClient lambda;

    VersionHandler(LambdaClient lambda) {
        this.lambda = lambda;
    }

    @Override
    public String type() {
        return "AWS::Lambda::Version";
    }

    @Override
    public SupportedProperties supported() {
        Set<String> properties = Set.of(FUNCTION, DESCRIPTION, CODE);
        return new SupportedProperties(properties, properties, Set.of("FunctionArn", "Version"));
    }

    @Override
    public Optional<String> plannedId(ResourceRequest request) {
        return Optional.empty();
    }

    @Override
    public boolean exists(String physicalId) {
        return ServiceCalls.find(() -> lambda.getFunctionConfiguration(
                        request -> request.functionName(function(physicalId)).qualifier(version(physicalId))))
                .isPresent();
    }

    @Override
    public Resource create(ResourceRequest request) {
        ObjectNode properties = request.properties();
        PublishVersionResponse published = lambda.publishVersion(
                publish -> publish.functionName(properties.path(FUNCTION).asText())
                        .description(properties.path(DESCRIPTION).asText(null))
                        .codeSha256(properties.path(CODE).asText(null)));
        return resource(published.functionArn());
    }

    @Override
    public Resource update(ResourceRequest request, Resource current, ObjectNode before) {
        return resource(current.physicalId());
    }

    @Override
    public void delete(ResourceRequest request, Resource current) {
        String id = current.physicalId();
        ServiceCalls.ifThere(() ->
                lambda.deleteFunction(gone -> gone.functionName(function(id)).qualifier(version(id))));
    }

    private static Resource resource(String arn) {
        return Resource.of(
                arn, Map.of("FunctionArn", TextNode.valueOf(arn), "Version", TextNode.valueOf(version(arn))));
    }

    private static String function(String arn) {
        return arn.substring(0, arn.lastIndexOf(':'));
    }

    private static String version(String arn) {
        return arn.substring(arn.lastIndexOf(':') + 1);
    }
}
