package io.millrace.lambda;

import com.amazonaws.services.lambda.runtime.events.models.s3.S3EventNotification.S3EventNotificationRecord;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * What names an event for ever, so that one that is delivered twice (Lambda delivers at least once) starts one job run: the run has it
 * as the argument {@value #ARGUMENT}.
 *
 * @param value empty for an event that cannot be told from others
 */
record EventKey(String value) {
    static final String ARGUMENT = "--event-id";

    private static final EventKey UNKNOWN = new EventKey("");
    private static final int BYTES = 16;

    /** The id that EventBridge gives each event; the constant input of a schedule has none. */
    static EventKey of(Map<String, Object> scheduled) {
        return scheduled.get("id") instanceof String id && !id.isBlank() ? new EventKey(id) : UNKNOWN;
    }

    /** Made of the objects and of what tells one writing of an object from the next. */
    static EventKey of(List<S3EventNotificationRecord> created) {
        StringBuilder text = new StringBuilder();
        for (S3EventNotificationRecord each : created) {
            var object = each.getS3().getObject();
            text.append(each.getS3().getBucket().getName())
                    .append('\n')
                    .append(object.getKey())
                    .append('\n')
                    .append(object.getVersionId())
                    .append('\n')
                    .append(object.getSequencer())
                    .append('\n')
                    .append(object.geteTag())
                    .append('\n');
        }
        return new EventKey(HexFormat.of().formatHex(sha256(text.toString()), 0, BYTES));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    boolean isKnown() {
        return !value.isEmpty();
    }
}
