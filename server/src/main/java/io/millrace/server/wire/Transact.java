package io.millrace.server.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.catalog.sdkjson.SdkJsonWriter;
import io.millrace.server.http.HttpAnswer;
import io.millrace.server.wire.TransactChanges.Change;
import io.millrace.server.wire.model.ApiModel;
import io.millrace.server.wire.model.ErrorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/**
 * Millrace's own operation beside a service's: a list of ordinary requests, read, checked and authorised each as by its own
 * operation, that happen all or not at all. Thread-safe.
 */
final class Transact {
    /** What a caller sends as {@code X-Amz-Target}. */
    static final String TARGET = Operation.OWN_PREFIX + ".Transact";

    /** The operation's name in metrics, logs and history. */
    static final String NAME = "Transact";

    private static final JsonFactory JSON = new JsonFactory();

    private final ApiModel model;
    private final TransactionRules rules;
    private final TransactChanges changes;

    Transact(ApiModel model, Map<String, Operation> operations, TransactionRules rules) {
        this.model = model;
        this.rules = rules;
        this.changes = new TransactChanges(model, operations, rules);
    }

    /**
     * Reads the changes.
     *
     * @throws ChangeFailedException if one is wrong
     */
    List<Change> read(byte[] body) {
        return changes.read(body);
    }

    /** The ARNs of what the changes are about, if the caller may make every one. */
    List<String> authorize(CallAuthorizer authorizer, CallContext context, List<Change> list) {
        List<String> arns = new ArrayList<>();
        for (Change change : list) {
            arns.addAll(change.told(() -> authorizer.authorize(change.context(context), change.request())));
        }
        return arns;
    }

    /**
     * Makes the changes, all or none.
     *
     * @throws ChangeFailedException if one failed; then nothing has happened
     */
    HttpAnswer execute(CallContext context, List<Change> list) {
        List<SdkPojo> responses = rules.transactor().transact(() -> {
            List<SdkPojo> made = new ArrayList<>();
            for (Change change : list) {
                made.add(change.told(() -> make(context, change)));
            }
            return made;
        });
        return new HttpAnswer(200, Map.of("Content-Type", ErrorBodies.JSON_11), results(responses));
    }

    private SdkPojo make(CallContext context, Change change) {
        change.conditions().forEach(condition -> condition.check().accept(change.request(), condition.text()));
        SdkPojo response = change.operation().call(change.context(context), change.request());
        refuseItemErrors(response);
        return response;
    }

    /** Batch operations do what they can and list the rest; in a transaction the first of the rest is the error. */
    private void refuseItemErrors(SdkPojo response) {
        for (SdkField<?> field : response.sdkFields()) {
            if (field.memberName().equals("Errors")
                    && field.getValueOrDefault(response) instanceof List<?> errors
                    && !errors.isEmpty()
                    && errors.get(0) instanceof SdkPojo item) {
                throw itemError(item);
            }
        }
    }

    private ServiceException itemError(SdkPojo item) {
        for (SdkField<?> field : item.sdkFields()) {
            if (field.getValueOrDefault(item) instanceof SdkPojo detail) {
                String name = text(detail, "ErrorCode");
                if (!name.isEmpty()) {
                    int status = model.error(name).map(ErrorModel::status).orElse(400);
                    return new ServiceException(name, status, text(detail, "ErrorMessage"));
                }
            }
        }
        throw new IllegalStateException("An item's error has no code: " + item.getClass());
    }

    private static String text(SdkPojo object, String member) {
        for (SdkField<?> field : object.sdkFields()) {
            if (field.memberName().equals(member) && field.getValueOrDefault(object) instanceof String text) {
                return text;
            }
        }
        return "";
    }

    private static byte[] results(List<SdkPojo> responses) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeArrayFieldStart("Results");
            for (SdkPojo response : responses) {
                json.writeRawValue(new String(SdkJsonWriter.write(response), StandardCharsets.UTF_8));
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
