package io.millrace.catalog.classify;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.apache.orc.OrcProto.Footer;

/** Recognises ORC and reads its schema from the footer: two range reads of a large file, no stripes. */
final class OrcClassifier {
    private static final byte[] MAGIC = "ORC".getBytes(StandardCharsets.US_ASCII);

    private OrcClassifier() {}

    /** The schema, or empty if it is no ORC file. */
    static Optional<FileSchema> classify(Head head) throws IOException, UnreadableObjectException {
        byte[] stored = head.stored();
        if (stored.length < MAGIC.length || !Arrays.equals(stored, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            return Optional.empty();
        }
        byte[] tail = head.isWhole() ? stored : OrcTail.read(head.object());
        if (!OrcTail.endsLikeOrc(tail)) {
            if (isText(stored)) {
                return Optional.empty();
            }
            throw new UnreadableObjectException("the ORC file is truncated: it has no footer");
        }
        return Optional.of(classify(head.object(), tail));
    }

    /** The schema of a file whose end is {@code tail}. */
    static FileSchema classify(ObjectBytes object, byte[] tail) throws IOException, UnreadableObjectException {
        Footer footer = OrcTail.footer(object, tail);
        long records = footer.getNumberOfRows();
        return new FileSchema(
                FileFormat.ORC,
                Compression.NONE,
                FormatDetail.none(),
                OrcColumns.of(footer.getTypesList()),
                Map.of(),
                records,
                records == 0 ? 0 : Math.max(1, object.size() / records));
    }

    /** A text that begins with these three letters has no NUL, a stripe has. */
    private static boolean isText(byte[] stored) {
        for (byte b : stored) {
            if (b == 0) {
                return false;
            }
        }
        return true;
    }
}
