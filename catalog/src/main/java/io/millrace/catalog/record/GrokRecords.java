package io.millrace.catalog.record;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.catalog.classify.GrokPattern;
import io.millrace.catalog.classify.UnreadableObjectException;
import io.millrace.catalog.record.ReadingRules.Unmatched;
import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.HiveType.Primitive;
import java.io.IOException;
import java.io.Reader;
import java.util.Map;
import java.util.Optional;

/**
 * The lines of a log, taken apart by a Grok pattern that may match anywhere in them, as GrokSerDe does. Blank lines are no records, nor are lines that begin
 * with a number sign and do not match.
 */
final class GrokRecords implements RecordReader {
    private final Lines lines;
    private final GrokPattern pattern;
    private final Map<String, HiveType> types;
    private final Unmatched unmatched;

    GrokRecords(Reader text, GrokPattern pattern, Map<String, HiveType> types, Unmatched unmatched) {
        this.lines = new Lines(text, GrokPattern.MAX_LINE_LENGTH + 1);
        this.pattern = pattern;
        this.types = types;
        this.unmatched = unmatched;
    }

    @Override
    public boolean next(JsonGenerator out) throws IOException, UnreadableObjectException {
        String line = lines.next();
        while (line != null) {
            String text = line.stripTrailing();
            Optional<Map<String, String>> fields = text.isEmpty() ? Optional.empty() : pattern.fields(text);
            if (fields.isPresent()) {
                write(out, fields.get());
                return true;
            }
            if (!text.isEmpty() && !text.startsWith("#")) {
                if (unmatched == Unmatched.REFUSED) {
                    throw new UnreadableObjectException(
                            "line %d does not match the table's Grok pattern".formatted(lines.number()));
                }
                write(out, Map.of());
                return true;
            }
            line = lines.next();
        }
        return false;
    }

    private void write(JsonGenerator out, Map<String, String> fields) throws IOException {
        out.writeStartObject();
        for (Map.Entry<String, String> field : fields.entrySet()) {
            HiveType type = types.getOrDefault(field.getKey(), Primitive.STRING);
            out.writeFieldName(field.getKey());
            if (type == Primitive.STRING) {
                out.writeString(field.getValue());
            } else {
                TypedText.write(out, field.getValue().strip(), type);
            }
        }
        out.writeEndObject();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
