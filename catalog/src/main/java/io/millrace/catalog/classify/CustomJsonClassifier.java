package io.millrace.catalog.classify;

import io.millrace.catalog.classify.JsonRecords.NonObjects;
import java.io.IOException;
import java.util.Optional;

/**
 * JSON whose records are what a user's path selects. It is certain of text that begins as JSON does and has such a record.
 * A path that is not understood selects nothing.
 */
final class CustomJsonClassifier implements FormatClassifier {
    private final String text;
    private final Optional<JsonPath> path;

    CustomJsonClassifier(CustomClassifier.Json described) {
        this.text = described.path().strip();
        this.path = JsonPath.parse(text);
    }

    @Override
    public Optional<FileSchema> classify(Head head) throws IOException, UnreadableObjectException {
        if (path.isEmpty() || !head.isText()) {
            return Optional.empty();
        }
        String beginning = head.text().stripLeading();
        if (!beginning.startsWith("{") && !beginning.startsWith("[")) {
            return Optional.empty();
        }
        boolean readable = path.get().equals(JsonPath.ROOT) || path.get().equals(JsonPath.ELEMENTS);
        return JsonClassifier.classify(head, path.get(), NonObjects.TAKEN, readable ? "" : text);
    }
}
