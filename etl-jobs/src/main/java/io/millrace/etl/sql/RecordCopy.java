package io.millrace.etl.sql;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.catalog.classify.UnreadableObjectException;
import io.millrace.catalog.record.ReadingRules;
import io.millrace.catalog.record.ReadingRules.BinaryText;
import io.millrace.catalog.record.ReadingRules.Unmatched;
import io.millrace.catalog.record.RecordFormat;
import io.millrace.catalog.record.RecordReader;
import io.millrace.etl.sql.ObjectCache.StoredObject;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;

/** The object's records as lines of JSON, of formats that the engine does not know. */
record RecordCopy(RecordFormat format) implements CopyForm {
    private static final JsonFactory JSON = new JsonFactory();
    private static final ReadingRules RULES = new ReadingRules(BinaryText.HEX_ESCAPES, Unmatched.NULLS);

    @Override
    public String id() {
        return "records " + format;
    }

    @Override
    public String suffix(StoredObject object) {
        return ".data";
    }

    @Override
    public void write(StoredObject object, InputStream stored, Path copy, long maxBytes) throws IOException {
        CopyContent.write(object, stored, copy, maxBytes, this::write);
    }

    private void write(InputStream content, OutputStream out) throws IOException, UnreadableObjectException {
        try (RecordReader records = format.open(content, RULES);
                JsonGenerator json = JSON.createGenerator(new BufferedOutputStream(out, 1 << 16))) {
            json.setRootValueSeparator(null);
            while (records.next(json)) {
                json.writeRaw('\n');
            }
        }
    }
}
