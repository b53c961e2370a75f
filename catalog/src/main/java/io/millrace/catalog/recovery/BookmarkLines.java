package io.millrace.catalog.recovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.catalog.store.Batch;
import io.millrace.catalog.store.Batch.Counts;
import io.millrace.catalog.store.Batch.State;
import io.millrace.catalog.store.BatchInput;
import io.millrace.catalog.store.BookmarkName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The lines of a backup that hold bookmarks. Inputs are arrays of URI, ETag and size: there may be a million of them. */
final class BookmarkLines {
    private BookmarkLines() {}

    static void write(CatalogRow row, ObjectNode line) {
        if (row instanceof CatalogRow.OfBookmark bookmark) {
            line.put(BackupFormat.KIND, BackupFormat.BOOKMARK)
                    .put("job", bookmark.name().job())
                    .put("database", bookmark.name().database())
                    .put("table", bookmark.name().table())
                    .put("version", bookmark.version())
                    .put("digest", bookmark.digest());
        } else if (row instanceof CatalogRow.OfBatch batch) {
            batch(line.put(BackupFormat.KIND, BackupFormat.BATCH), batch.batch());
        } else if (row instanceof CatalogRow.OfInputs inputs) {
            ArrayNode list = line.put(BackupFormat.KIND, BackupFormat.INPUTS).putArray("objects");
            inputs.inputs()
                    .forEach(input ->
                            list.addArray().add(input.uri()).add(input.eTag()).add(input.size()));
        }
    }

    private static void batch(ObjectNode line, Batch batch) {
        line.put("name", batch.name())
                .put("state", batch.state().name())
                .put("runId", batch.runId())
                .put("version", batch.version())
                .put("committedAt", batch.committedAt().toEpochMilli())
                .put("digest", batch.digest())
                .put("inputs", batch.inputs())
                .put("rowsRead", batch.counts().rowsRead())
                .put("rowsWritten", batch.counts().rowsWritten())
                .put("rowsRejected", batch.counts().rowsRejected())
                .put("files", batch.counts().files());
    }

    static CatalogRow bookmark(JsonNode line) {
        BookmarkName name = new BookmarkName(text(line, "job"), text(line, "database"), text(line, "table"));
        return new CatalogRow.OfBookmark(name, number(line, "version"), text(line, "digest"));
    }

    static CatalogRow batch(JsonNode line) {
        Counts counts = new Counts(
                number(line, "rowsRead"),
                number(line, "rowsWritten"),
                number(line, "rowsRejected"),
                number(line, "files"));
        return new CatalogRow.OfBatch(new Batch(
                0,
                text(line, "name"),
                State.valueOf(text(line, "state")),
                text(line, "runId"),
                number(line, "version"),
                Instant.ofEpochMilli(number(line, "committedAt")),
                text(line, "digest"),
                number(line, "inputs"),
                counts));
    }

    static CatalogRow inputs(JsonNode line) {
        List<BatchInput> inputs = new ArrayList<>();
        line.path("objects")
                .forEach(object -> inputs.add(new BatchInput(
                        object.path(0).asText(),
                        object.path(1).asText(),
                        object.path(2).asLong())));
        return new CatalogRow.OfInputs(inputs);
    }

    private static String text(JsonNode line, String member) {
        return line.path(member).asText();
    }

    private static long number(JsonNode line, String member) {
        return line.path(member).asLong();
    }
}
