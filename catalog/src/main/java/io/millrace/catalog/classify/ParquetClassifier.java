package io.millrace.catalog.classify;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;

/** Recognises Parquet and reads its schema from the footer: two range reads of a large file, no pages. */
final class ParquetClassifier {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

    /** Footer length and magic. */
    private static final int TAIL_BYTES = 8;

    /** Most footers are smaller, so that one read of the file's end is enough. */
    private static final int FIRST_READ_BYTES = 64 << 10;

    private static final int MAX_FOOTER_BYTES = 64 << 20;

    private ParquetClassifier() {}

    private static boolean startsLikeParquet(byte[] head) {
        return head.length >= MAGIC.length && Arrays.equals(head, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    /** The schema, if the object begins like Parquet. */
    static Optional<FileSchema> classify(Head head) throws IOException, UnreadableObjectException {
        if (!startsLikeParquet(head.stored())) {
            return Optional.empty();
        }
        return Optional.of(classify(head.object(), head.isWhole() ? head.stored() : readTail(head.object())));
    }

    /** The end of the object, enough for most footers. */
    static byte[] readTail(ObjectBytes object) throws IOException {
        int length = (int) Math.min(object.size(), FIRST_READ_BYTES);
        return object.read(object.size() - length, length);
    }

    static boolean endsLikeParquet(byte[] tail) {
        return tail.length >= TAIL_BYTES + MAGIC.length
                && Arrays.equals(tail, tail.length - MAGIC.length, tail.length, MAGIC, 0, MAGIC.length);
    }

    /** The schema of a file whose end is {@code tail}. */
    static FileSchema classify(ObjectBytes object, byte[] tail) throws IOException, UnreadableObjectException {
        if (!endsLikeParquet(tail)) {
            throw new UnreadableObjectException("the Parquet file is truncated: it has no footer");
        }
        FileMetaData footer = readFooter(object, tail);
        if (footer.getSchemaSize() < 2) {
            throw new UnreadableObjectException("the Parquet file has no columns");
        }
        long records = footer.getNum_rows();
        return new FileSchema(
                FileFormat.PARQUET,
                Compression.NONE,
                FormatDetail.none(),
                ParquetColumns.of(footer.getSchema()),
                Map.of(),
                records,
                records == 0 ? 0 : Math.max(1, object.size() / records));
    }

    private static FileMetaData readFooter(ObjectBytes object, byte[] tail)
            throws IOException, UnreadableObjectException {
        long length = ByteBuffer.wrap(tail, tail.length - TAIL_BYTES, Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt();
        if (length <= 0 || length > Math.min(MAX_FOOTER_BYTES, object.size() - TAIL_BYTES - MAGIC.length)) {
            throw new UnreadableObjectException("the Parquet file's footer has an impossible length of " + length);
        }
        int footerLength = (int) length;
        byte[] footer = tail;
        int start = tail.length - TAIL_BYTES - footerLength;
        if (start < 0) {
            footer = object.read(object.size() - TAIL_BYTES - footerLength, footerLength);
            start = 0;
        }
        try {
            // Without row groups: a crawl needs the schema and the row count alone.
            return Util.readFileMetaData(new ByteArrayInputStream(footer, start, footerLength), true);
        } catch (IOException | RuntimeException e) {
            throw new UnreadableObjectException("the Parquet file's footer is damaged", e);
        }
    }
}
