package io.millrace.server.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.catalog.sdkjson.SdkJsonException;
import io.millrace.catalog.sdkjson.SdkJsonReader;
import io.millrace.server.wire.model.ApiModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;

/** Reads {@code {"Changes":[{"UpdateTable":{…}},{"UpdatePartition":{…},"ExpectedLocation":"s3://…"}]}}. Thread-safe. */
final class TransactChanges {
    /** Our own limit: the store's writers wait while a transaction runs. */
    static final int MAX_CHANGES = 1_000;

    private static final String INVALID = "ValidationException";

    private final ApiModel model;
    private final Map<String, Operation> operations;
    private final TransactionRules rules;

    TransactChanges(ApiModel model, Map<String, Operation> operations, TransactionRules rules) {
        this.model = model;
        this.operations = operations;
        this.rules = rules;
    }

    /**
     * One change.
     *
     * @param index its place in the list, from 0
     * @param operation what makes it
     * @param request checked against the API model
     * @param conditions what it demands
     */
    record Change(int index, Operation operation, SdkPojo request, List<Condition> conditions) {
        CallContext context(CallContext transaction) {
            return new CallContext(
                    transaction.requestId(),
                    transaction.principal(),
                    transaction.service(),
                    operation.model().name());
        }

        /** Runs a step of this change; its error tells which change it was. */
        <T> T told(Supplier<T> step) {
            try {
                return step.get();
            } catch (RuntimeException e) { // rethrown with the index, whatever it is
                throw new ChangeFailedException(index, operation.model().name(), e);
            }
        }
    }

    /** What a change demands, and the text that it came with. */
    record Condition(BiConsumer<SdkPojo, String> check, String text) {}

    /**
     * Reads a body.
     *
     * @throws ChangeFailedException if a change is wrong
     * @throws ServiceException if the list is missing, empty or too long
     * @throws SdkJsonException if it is malformed
     */
    List<Change> read(byte[] body) {
        List<Change> changes = new ArrayList<>();
        try (JsonParser parser = SdkJsonReader.parser(body)) {
            require(parser.nextToken() == JsonToken.START_OBJECT);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean list = parser.currentName().equals("Changes");
                parser.nextToken();
                if (list) {
                    readList(parser, changes);
                } else {
                    parser.skipChildren();
                }
            }
            require(parser.nextToken() == null);
        } catch (IOException | NumberFormatException e) { // the latter: a number whose exponent overflows
            throw new SdkJsonException("Unable to parse the request as JSON.", e);
        }
        if (changes.isEmpty()) {
            throw invalid("Changes must have at least one change.");
        }
        return changes;
    }

    private void readList(JsonParser parser, List<Change> changes) throws IOException {
        require(parser.currentToken() == JsonToken.START_ARRAY);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            int index = changes.size();
            if (index == MAX_CHANGES) {
                throw invalid("Changes must have at most " + MAX_CHANGES + " changes.");
            }
            changes.add(readChange(parser, index));
        }
    }

    private Change readChange(JsonParser parser, int index) throws IOException {
        require(parser.currentToken() == JsonToken.START_OBJECT);
        Draft draft = new Draft();
        try {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                readMember(parser, draft);
            }
            return change(index, draft);
        } catch (ServiceException | SdkJsonException e) {
            throw new ChangeFailedException(index, draft.name(), e);
        }
    }

    private void readMember(JsonParser parser, Draft draft) throws IOException {
        String name = parser.currentName();
        JsonToken token = parser.nextToken();
        BiConsumer<SdkPojo, String> check = rules.conditions().get(name);
        if (check != null) {
            if (token != JsonToken.VALUE_STRING) {
                throw invalid(name + " must be a text.");
            }
            draft.conditions.add(new Condition(check, parser.getText()));
            return;
        }
        if (draft.operation != null) {
            throw invalid("A change must have one operation, but has " + draft.name() + " and " + name + ".");
        }
        Operation operation = operations.get(name);
        if (operation == null || !rules.operations().contains(name)) {
            throw invalid("'" + name + "' is no operation that can be part of a transaction.");
        }
        SdkPojo builder = operation.newBuilder();
        draft.operation = operation;
        draft.builder = builder;
        SdkJsonReader.readInto(parser, builder);
    }

    private Change change(int index, Draft draft) {
        Operation operation = draft.operation;
        SdkPojo builder = draft.builder;
        if (operation == null || builder == null) {
            throw invalid("A change must have one operation, but has none.");
        }
        SdkPojo request = operation.request(builder, model);
        rules.admission().accept(request);
        return new Change(index, operation, request, draft.conditions);
    }

    private static void require(boolean well) {
        if (!well) {
            throw new SdkJsonException("Unable to parse the request as JSON: {\"Changes\":[{…}]} is expected.");
        }
    }

    private static ServiceException invalid(String message) {
        return new ServiceException(INVALID, 400, message);
    }

    /** A change while it is read. */
    private static final class Draft {
        private @Nullable Operation operation;
        private @Nullable SdkPojo builder;
        private final List<Condition> conditions = new ArrayList<>();

        String name() {
            return operation == null ? "" : operation.model().name();
        }
    }
}
