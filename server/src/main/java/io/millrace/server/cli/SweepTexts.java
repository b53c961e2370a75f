package io.millrace.server.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.catalog.sweep.Leftover;
import io.millrace.catalog.sweep.SweepFindings;
import io.millrace.catalog.sweep.SweepReport;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a sweep found and did, as text and as JSON. */
final class SweepTexts {
    private static final ObjectMapper JSON = new ObjectMapper();

    private SweepTexts() {}

    static String text(SweepFindings found) {
        StringBuilder text = new StringBuilder();
        for (Leftover leftover : found.leftovers()) {
            line(
                    text,
                    "%s  %s  %,d bytes  %s%s",
                    leftover.table(),
                    kind(leftover),
                    leftover.bytes(),
                    leftover.uri(),
                    leftover.id().isEmpty() ? "" : "  " + leftover.id());
            line(text, "    %s", leftover.reason());
        }
        line(
                text,
                "%,d to remove, %,d bytes. %,d are younger than the limit and stay.",
                found.leftovers().size(),
                found.bytes(),
                found.young());
        if (found.notOurs() > 0) {
            line(
                    text,
                    "%,d are of no batch that this catalog knows and are not ours to remove, such as %s.",
                    found.notOurs(),
                    String.join(", ", found.notOursSample()));
        }
        found.notes().forEach(note -> line(text, "%s", note));
        return text.toString();
    }

    static String text(SweepReport report) {
        StringBuilder text = new StringBuilder();
        line(text, "Removed %,d, %,d bytes.", report.removed(), report.removedBytes());
        if (report.kept() > 0) {
            line(text, "%,d stay: a run or a table refers to them now.", report.kept());
        }
        report.failures().forEach(failure -> line(text, "%s", failure));
        return text.toString();
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
    }

    private static String kind(Leftover leftover) {
        return leftover.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** @param report null if nothing was removed because nobody wanted it */
    static String json(SweepFindings found, @Nullable SweepReport report) {
        ObjectNode root = JSON.createObjectNode();
        ArrayNode list = root.putArray("leftovers");
        for (Leftover leftover : found.leftovers()) {
            ObjectNode node = list.addObject()
                    .put("table", leftover.table())
                    .put("kind", kind(leftover))
                    .put("uri", leftover.uri())
                    .put("batch", leftover.batch())
                    .put("bytes", leftover.bytes())
                    .put("reason", leftover.reason());
            if (!leftover.id().isEmpty()) {
                node.put(leftover.kind() == Leftover.Kind.UPLOAD ? "uploadId" : "versionId", leftover.id());
            }
        }
        root.put("bytes", found.bytes()).put("young", found.young()).put("notOurs", found.notOurs());
        ArrayNode sample = root.putArray("notOursSample");
        found.notOursSample().forEach(sample::add);
        ArrayNode notes = root.putArray("notes");
        found.notes().forEach(notes::add);
        root.put("removed", report == null ? 0 : report.removed())
                .put("removedBytes", report == null ? 0 : report.removedBytes())
                .put("kept", report == null ? 0 : report.kept());
        ArrayNode failures = root.putArray("failures");
        if (report != null) {
            report.failures().forEach(failures::add);
        }
        return root.toPrettyString() + System.lineSeparator();
    }
}
