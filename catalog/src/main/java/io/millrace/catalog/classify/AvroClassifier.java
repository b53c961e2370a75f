package io.millrace.catalog.classify;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/**
 * Recognises Avro object container files and takes their schema from the header (Avro's specification, "Object Container
 * Files"). Records are counted by the blocks' headers; none is decoded, so a file's codec does not matter.
 */
final class AvroClassifier {
    private static final byte[] MAGIC = {'O', 'b', 'j', 1};
    private static final int SYNC_BYTES = 16;
    private static final String SCHEMA_KEY = "avro.schema";

    private AvroClassifier() {}

    /** The schema, or empty if it is no Avro file. */
    static Optional<FileSchema> classify(Head head) throws IOException, UnreadableObjectException {
        byte[] stored = head.stored();
        if (stored.length < MAGIC.length || !Arrays.equals(stored, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            return Optional.empty();
        }
        try {
            return Optional.of(schema(stored, head.object().size()));
        } catch (EOFException e) {
            // The schema alone may be longer than a sample.
            Optional<Head> longer = head.longer();
            if (longer.isPresent()) {
                return Optional.of(longer(longer.get()));
            }
            throw truncated(e);
        }
    }

    private static FileSchema longer(Head head) throws IOException, UnreadableObjectException {
        try {
            return schema(head.stored(), head.object().size());
        } catch (EOFException e) {
            throw truncated(e);
        }
    }

    private static UnreadableObjectException truncated(EOFException e) {
        return new UnreadableObjectException("the Avro file is truncated within its header", e);
    }

    private static FileSchema schema(byte[] stored, long objectSize) throws IOException, UnreadableObjectException {
        BinaryDecoder decoder =
                DecoderFactory.get().binaryDecoder(stored, MAGIC.length, stored.length - MAGIC.length, null);
        Schema schema = parse(header(decoder, stored.length));
        decoder.skipFixed(SYNC_BYTES);
        long records = countRecords(decoder, stored.length, objectSize);
        return new FileSchema(
                FileFormat.AVRO,
                Compression.NONE,
                new FormatDetail.Avro(schema.toString()),
                AvroColumns.of(schema),
                Map.of(),
                records,
                records == 0 ? 0 : Math.max(1, objectSize / records));
    }

    /** The schema's text in the header's map. */
    private static String header(BinaryDecoder decoder, int available) throws IOException, UnreadableObjectException {
        String schema = "";
        for (long entries = decoder.readMapStart(); entries > 0; entries = decoder.mapNext()) {
            for (long i = 0; i < entries; i++) {
                String key = new String(bytes(decoder, available), StandardCharsets.UTF_8);
                byte[] value = bytes(decoder, available);
                schema = key.equals(SCHEMA_KEY) ? new String(value, StandardCharsets.UTF_8) : schema;
            }
        }
        return schema;
    }

    /** The decoder's own method would allocate whatever length the file claims. */
    private static byte[] bytes(BinaryDecoder decoder, int available) throws IOException, UnreadableObjectException {
        long length = decoder.readLong();
        if (length < 0) {
            throw new UnreadableObjectException("the Avro file's header is damaged");
        }
        if (length > available) {
            throw new EOFException("a value of " + length + " bytes");
        }
        byte[] value = new byte[(int) length];
        decoder.readFixed(value);
        return value;
    }

    private static Schema parse(String schema) throws UnreadableObjectException {
        try {
            return AvroSchemas.parse(schema);
        } catch (AvroRuntimeException e) {
            throw new UnreadableObjectException("the Avro file's schema is damaged: " + e.getMessage(), e);
        }
    }

    /** Exact if all blocks are within reach, else extrapolated from those that are, at least one of which is known by its header. */
    private static long countRecords(BinaryDecoder decoder, int available, long objectSize) throws IOException {
        long records = 0;
        long bytes = 0;
        try {
            while (!decoder.isEnd()) {
                long count = decoder.readLong();
                long size = decoder.readLong();
                if (count < 0 || size < 0) {
                    return records;
                }
                records += count;
                bytes += size + SYNC_BYTES;
                if (size > available) {
                    break;
                }
                decoder.skipFixed((int) size + SYNC_BYTES);
            }
        } catch (EOFException e) {
            // The last block goes on behind the sample; its header was counted.
        }
        return available >= objectSize || bytes == 0
                ? records
                : Math.max(records, Math.round((double) objectSize / bytes * records));
    }
}
