package io.millrace.cloudformation.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * Makes of the schemas' data base the part that is shipped: the types of the services that stages use, without documentation, with
 * the {@linkplain ApiConstraints limits of the API models}. {@link ServiceSpecReader} reads the result as it reads the original.
 */
final class ServiceSpecReducer {
    private static final Set<String> SERVICES = Set.of(
            "Athena",
            "CloudFormation",
            "CloudWatch",
            "CodeBuild",
            "CodeCommit",
            "CodePipeline",
            "CodeStarConnections",
            "Events",
            "Glue",
            "IAM",
            "KMS",
            "Lambda",
            "Logs",
            "S3",
            "SNS",
            "SQS",
            "SSM",
            "Scheduler",
            "SecretsManager");
    /** docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html; S3's API model is not among the others. */
    private static final String BUCKET_NAME = "(?!xn--|sthree-)(?!.*\\.\\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]";
    /** docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html */
    private static final String TOPIC_NAME = "[A-Za-z0-9_-]{1,251}(\\.fifo)?|[A-Za-z0-9_-]{1,256}";

    private final Map<String, ObjectNode> definitions = new HashMap<>();
    private final Set<String> reached = new HashSet<>();

    private ServiceSpecReducer() {}

    /**
     * The reduced data base.
     *
     * @param compressed the gzipped data base; not closed
     */
    static ObjectNode reduce(InputStream compressed) throws IOException {
        return new ServiceSpecReducer()
                .reduce(JsonMapper.builder()
                        .build()
                        .readTree(new GZIPInputStream(compressed))
                        .path("schema"));
    }

    private ObjectNode reduce(JsonNode schema) throws IOException {
        for (JsonNode entity : schema.path("typeDefinition").path("entities")) {
            definitions.put(entity.path("$id").asText(), plain((ObjectNode) entity));
        }
        ObjectNode result = JsonMapper.builder().build().createObjectNode();
        ArrayNode resources = result.putObject("schema").putObject("resource").putArray("entities");
        ApiConstraints constraints = new ApiConstraints(definitions);
        for (JsonNode entity : schema.path("resource").path("entities")) {
            String type = entity.path("cloudFormationType").asText();
            String[] parts = type.split("::");
            if (parts.length == 3 && parts[0].equals("AWS") && SERVICES.contains(parts[1])) {
                ObjectNode resource = plain((ObjectNode) entity);
                constraints.addTo(type, resource);
                name(resource, type, "AWS::S3::Bucket", "BucketName", BUCKET_NAME);
                name(resource, type, "AWS::SNS::Topic", "TopicName", TOPIC_NAME);
                reach(resource);
                resources.add(resource);
            }
        }
        ArrayNode kept =
                ((ObjectNode) result.path("schema")).putObject("typeDefinition").putArray("entities");
        reached.forEach(id -> kept.add(definitions.get(id)));
        return result;
    }

    private static void name(ObjectNode resource, String type, String named, String property, String pattern) {
        if (type.equals(named)
                && resource.path("properties").path(property).path("type") instanceof ObjectNode schema) {
            schema.put("pattern", pattern);
        }
    }

    /** Without documentation, which is most of it. */
    private static ObjectNode plain(ObjectNode entity) {
        ObjectNode copy = entity.deepCopy();
        copy.retain("$id", "cloudFormationType", "name", "properties", "attributes");
        for (String group : Set.of("properties", "attributes")) {
            copy.path(group).forEach(property -> ((ObjectNode) property).retain("type", "required"));
        }
        return copy;
    }

    private void reach(JsonNode entity) {
        for (JsonNode reference : entity.path("properties").findValues("$ref")) {
            ObjectNode definition = definitions.get(reference.asText());
            if (definition != null && reached.add(reference.asText())) {
                reach(definition);
            }
        }
    }
}
