package io.millrace.cloudformation.resource.ssm;

import io.millrace.cloudformation.resource.ResourceHandler;
import io.millrace.cloudformation.resource.sdk.Names;
import io.millrace.cloudformation.resource.sdk.ResourceProperties;
import io.millrace.cloudformation.resource.sdk.SdkHandler;
import io.millrace.cloudformation.resource.sdk.TagCalls;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;
import software.amazon.awssdk.services.ssm.model.ResourceTypeForTagging;
import software.amazon.awssdk.services.ssm.model.Tag;

/** What of {@code AWS::SSM} can be deployed: parameters, but {@code SecureString} ones, whose value would stand in a template. */
public final class SsmHandlers {
    // docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
    private static final int MAX_NAME = 1011;

    /** A pattern cannot be taken back. */
    private static final String ANY_VALUE = "(?s).*";

    private SsmHandlers() {}

    /** Parameters. */
    public static List<ResourceHandler> of(SsmClient ssm) {
        return List.of(SdkHandler.of("AWS::SSM::Parameter")
                .replacedBy("Name")
                .supports("AllowedPattern", "Description", "Tier", "Type", "Value")
                .id(Names.at("Name", MAX_NAME))
                .find(id -> ssm.getParameter(request -> request.name(id)).parameter() != null)
                .create(wanted -> ssm.putParameter(wanted.with("Name", wanted.id())
                        .withTags()
                        .into(PutParameterRequest.builder())
                        .build()))
                // Tags cannot be given when a value is overwritten.
                .update(wanted -> ssm.putParameter(wanted.with("Name", wanted.id())
                        .without("Tags")
                        .with("Overwrite", "true")
                        .withDefault("Description", "")
                        .withDefault("AllowedPattern", ANY_VALUE)
                        .into(PutParameterRequest.builder())
                        .build()))
                .delete(gone -> ssm.deleteParameter(request -> request.name(gone.id())))
                .attribute("Type", parameter -> parameter.text("Type").orElse(""))
                .attribute("Value", parameter -> parameter.text("Value").orElse(""))
                .attribute("Arn", SsmHandlers::arn)
                .tags(new Tags(ssm))
                .build());
    }

    private static String arn(ResourceProperties parameter) {
        String slash = parameter.id().startsWith("/") ? "" : "/";
        return "arn:aws:ssm:" + parameter.stack().region() + ":"
                + parameter.stack().accountId() + ":parameter" + slash + parameter.id();
    }

    private record Tags(SsmClient ssm) implements TagCalls {
        @Override
        public Map<String, String> read(ResourceProperties resource) {
            return ssm
                    .listTagsForResource(request -> request.resourceType(ResourceTypeForTagging.PARAMETER)
                            .resourceId(resource.id()))
                    .tagList()
                    .stream()
                    .collect(Collectors.toMap(Tag::key, Tag::value));
        }

        @Override
        public void put(ResourceProperties resource, Map<String, String> tags) {
            List<Tag> list = tags.entrySet().stream()
                    .map(tag -> Tag.builder()
                            .key(tag.getKey())
                            .value(tag.getValue())
                            .build())
                    .toList();
            ssm.addTagsToResource(request -> request.resourceType(ResourceTypeForTagging.PARAMETER)
                    .resourceId(resource.id())
                    .tags(list));
        }

        @Override
        public void remove(ResourceProperties resource, List<String> keys) {
            ssm.removeTagsFromResource(request -> request.resourceType(ResourceTypeForTagging.PARAMETER)
                    .resourceId(resource.id())
                    .tagKeys(keys));
        }
    }
}
