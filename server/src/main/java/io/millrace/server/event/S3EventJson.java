package io.millrace.server.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * S3's event message for created objects
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html). Keys are URL-encoded with
 * {@code +} for a space and bare slashes, as S3 does.
 */
final class S3EventJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String region;

    S3EventJson(String region) {
        this.region = region;
    }

    byte[] created(String bucket, List<S3Object> objects, Instant now) {
        ObjectNode event = JSON.createObjectNode();
        ArrayNode records = event.putArray("Records");
        for (S3Object object : objects) {
            ObjectNode created = records.addObject();
            created.put("eventVersion", "2.1");
            created.put("eventSource", "aws:s3");
            created.put("awsRegion", region);
            created.put("eventTime", Instant.ofEpochMilli(now.toEpochMilli()).toString());
            created.put("eventName", "ObjectCreated:Put");
            created.putObject("userIdentity").put("principalId", "millrace");
            created.putObject("requestParameters").put("sourceIPAddress", "127.0.0.1");
            created.putObject("responseElements");
            addObject(created.putObject("s3"), bucket, object);
        }
        try {
            return JSON.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void addObject(ObjectNode s3, String bucket, S3Object object) {
        s3.put("s3SchemaVersion", "1.0");
        s3.put("configurationId", "millrace-poller");
        s3.putObject("bucket").put("name", bucket).put("arn", "arn:aws:s3:::" + bucket);
        long modified =
                object.lastModified() == null ? 0 : object.lastModified().toEpochMilli();
        s3.putObject("object")
                .put("key", encode(object.key()))
                .put("size", object.size())
                .put("eTag", object.eTag().replace("\"", ""))
                .put("sequencer", String.format(Locale.ROOT, "%016X", modified));
    }

    private static String encode(String key) {
        return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/");
    }
}
