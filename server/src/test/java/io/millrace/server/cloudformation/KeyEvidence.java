package io.millrace.server.cloudformation;

import static io.millrace.server.cloudformation.ITResourceHandlers.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.cloudformation.resource.Resource;
import io.millrace.cloudformation.resource.ResourceHandler;
import io.millrace.cloudformation.resource.ResourceHandlers;
import io.millrace.cloudformation.resource.ResourceRequest;
import java.io.IOException;
import software.amazon.awssdk.services.kms.KmsClient;

/** Creates, changes and deletes a key and its alias by their handlers, and asks KMS. */
final class KeyEvidence {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ResourceHandlers handlers;
    private final KmsClient kms;

    KeyEvidence(ResourceHandlers handlers, KmsClient kms) {
        this.handlers = handlers;
        this.kms = kms;
    }

    void check() throws IOException {
        ResourceHandler keys = handlers.find("AWS::KMS::Key").orElseThrow();
        ObjectNode properties = (ObjectNode) JSON.readTree("""
                {"Description": "before", "EnableKeyRotation": "true", "Tags": [{"Key": "own", "Value": "before"}]}""");
        ResourceRequest create = request(properties, "x");
        Resource key = keys.create(create);
        assertThat(keys.create(create)).as("a repetition finds its own work").isEqualTo(key);
        ObjectNode changed = (ObjectNode) JSON.readTree("""
                {"Description": "after", "Enabled": false, "Tags": [{"Key": "own", "Value": "after"}], "KeyPolicy":
                  {"Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "kms:*", "Resource": "*"}]}}""");
        ResourceRequest update = request(changed, "x");
        assertThat(keys.update(update, key, properties)).isEqualTo(key);
        var found = kms.describeKey(request -> request.keyId(key.physicalId())).keyMetadata();
        assertThat(found.description()).isEqualTo("after");
        assertThat(found.keyStateAsString()).isEqualTo("Disabled");
        assertThat(kms.getKeyRotationStatus(request -> request.keyId(key.physicalId()))
                        .keyRotationEnabled())
                .isFalse();
        assertThat(kms.getKeyPolicy(request -> request.keyId(key.physicalId())).policy())
                .contains("kms:*");
        assertThat(kms.listResourceTags(request -> request.keyId(key.physicalId()))
                        .tags())
                .extracting(tag -> tag.tagKey() + "=" + tag.tagValue())
                .contains("own=after", "stack-tag=x");

        checkAlias(keys, key);
        keys.delete(update, key);
        assertThat(keys.exists(key.physicalId())).isFalse();
        assertThat(kms.describeKey(request -> request.keyId(key.physicalId()))
                        .keyMetadata()
                        .deletionDate())
                .isNotNull();
        keys.delete(update, key);
    }

    private void checkAlias(ResourceHandler keys, Resource key) {
        ResourceHandler aliases = handlers.find("AWS::KMS::Alias").orElseThrow();
        ResourceRequest name = request(
                JSON.createObjectNode().put("AliasName", "alias/etl").put("TargetKeyId", key.physicalId()), "x");
        Resource alias = aliases.create(name);
        assertThat(aliases.create(name)).as("a repetition finds its own work").isEqualTo(alias);
        assertThat(keys.exists("alias/etl")).isTrue();
        aliases.delete(name, alias);
        assertThat(aliases.exists("alias/etl")).isFalse();
    }
}
