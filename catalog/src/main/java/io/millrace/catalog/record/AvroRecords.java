package io.millrace.catalog.record;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.catalog.classify.UnreadableObjectException;
import io.millrace.catalog.record.ReadingRules.BinaryText;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;

/**
 * The records of an Avro object container file, each by the schema that its own file has: what the table's newer files have beside is null. Avro's own
 * resolution against the table's schema would take a timestamp's unit from the wrong schema.
 */
final class AvroRecords implements RecordReader {
    private final DataFileStream<GenericRecord> file;
    private final AvroEnd end;
    private final AvroValues values;
    private long records;

    private AvroRecords(DataFileStream<GenericRecord> file, AvroEnd end, BinaryText binary) {
        this.file = file;
        this.end = end;
        this.values = new AvroValues(binary);
    }

    static AvroRecords open(InputStream content, BinaryText binary) throws IOException, UnreadableObjectException {
        try {
            AvroEnd end = AvroEnd.watch(content);
            DataFileStream<GenericRecord> file = new DataFileStream<>(end, new GenericDatumReader<>());
            if (file.getSchema().getType() != Schema.Type.RECORD) {
                throw new UnreadableObjectException("the Avro file holds no records");
            }
            return new AvroRecords(file, end, binary);
        } catch (AvroRuntimeException | EOFException | NoClassDefFoundError e) {
            // A codec whose library is not here is among these.
            throw new UnreadableObjectException("the Avro file cannot be opened: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean next(JsonGenerator out) throws IOException, UnreadableObjectException {
        try {
            if (!file.hasNext()) {
                if (!end.isComplete()) {
                    throw new UnreadableObjectException("the Avro file is truncated after record " + records);
                }
                return false;
            }
            values.write(file.getSchema(), file.next(), out);
            records++;
            return true;
        } catch (AvroRuntimeException | EOFException e) {
            throw new UnreadableObjectException("the Avro file is damaged after record " + records, e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
