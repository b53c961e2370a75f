package io.millrace.etl.lane.parquet;

import io.millrace.etl.lane.vector.BytesVector;
import io.millrace.etl.lane.vector.Vector;
import java.io.IOException;
import java.util.Arrays;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.BinaryStatistics;
import org.apache.parquet.column.statistics.Statistics;

/** Texts and bytes: by dictionary while that is shorter, then plainly. */
final class TextEncoder extends ColumnEncoder {
    private static final int FIRST_INDEXES = 256;

    private final int dictionaryLimit;
    private final BytesDictionary dictionary = new BytesDictionary();
    private final TextBounds bounds = new TextBounds();
    private final GrowingBytes plain;
    private final BloomHashes bloom;
    private int[] indexes = new int[0];
    private int values;
    private long textBytes;
    private boolean plainOnly;
    private boolean dictionaryUsed;

    TextEncoder(ColumnDescriptor column, EncoderContext context) {
        super(column, context);
        dictionaryLimit = context.options().dictionaryBytes();
        plain = context.newBody();
        bloom = BloomHashes.of(column, context.options());
    }

    @Override
    int encode(Vector vector, int[] selection, int from, int count) {
        BytesVector texts = (BytesVector) vector;
        int taken = fitting(texts, selection, from, count);
        addLevels(vector, selection, from, taken);
        if (!plainOnly && indexes.length < values + taken + Long.BYTES) {
            indexes = Arrays.copyOf(
                    indexes, Math.max(Math.max(FIRST_INDEXES, 2 * indexes.length), values + taken + Long.BYTES));
        }
        byte[] data = texts.data();
        int[] starts = texts.starts();
        int[] lengths = texts.lengths();
        for (int i = from; i < from + taken; i++) {
            int row = selection[i];
            if (!vector.isNull(row)) {
                add(data, starts[row], lengths[row]);
            }
        }
        return taken;
    }

    /** How many rows the page still takes: up to the one that fills it. */
    private int fitting(BytesVector texts, int[] selection, int from, int count) {
        long room = context.options().pageBytes() - plainBytes();
        int[] lengths = texts.lengths();
        boolean[] nulls = texts.nulls();
        int taken = 0;
        while (taken < count && room > 0) {
            int row = selection[from + taken++];
            room -= nulls[row] ? 0 : lengths[row] + Integer.BYTES;
        }
        return taken;
    }

    private void add(byte[] data, int start, int length) {
        long prefix = TextPrefix.of(data, start, length);
        bounds.add(data, start, length, prefix);
        textBytes += length;
        if (!plainOnly) {
            int place = dictionary.find(data, start, length, prefix, dictionaryLimit);
            if (place >= 0) {
                indexes[values++] = place;
                return;
            }
            giveUpDictionary();
        }
        values++;
        writePlain(plain, data, start, length);
        bloom.addBytes(data, start, length);
    }

    /** Goes on plainly, the page's values so far too. */
    private void giveUpDictionary() {
        plainOnly = true;
        for (int i = 0; i < values; i++) {
            int place = indexes[i];
            writePlain(plain, dictionary.bytes(), dictionary.start(place), dictionary.length(place));
        }
        if (!dictionaryUsed && !bloom.enabled()) {
            dictionary.release();
        }
    }

    private static void writePlain(GrowingBytes target, byte[] data, int start, int length) {
        byte[] bytes = target.reserve(length + Integer.BYTES);
        int at = target.end();
        GrowingBytes.INTS.set(bytes, at, length);
        System.arraycopy(data, start, bytes, at + Integer.BYTES, length);
        target.setEnd(at + Integer.BYTES + length);
    }

    @Override
    long plainBytes() {
        return textBytes + (long) values * Integer.BYTES;
    }

    @Override
    long unencodedTextBytes() {
        return textBytes;
    }

    @Override
    GrowingBytes pageValues() {
        if (!plainOnly && dictionary.size() > 0) {
            GrowingBytes body = context.body();
            body.clear();
            int width = HybridRuns.bitWidth(dictionary.size() - 1);
            body.reserve(1)[body.end()] = (byte) width;
            body.setEnd(body.end() + 1);
            HybridRuns.write(indexes, values, width, body);
            if (dictionaryUsed || body.size() + dictionary.plainBytes() < plainBytes()) {
                dictionaryUsed = true;
                return body;
            }
            giveUpDictionary();
        }
        return plain;
    }

    @Override
    Encoding pageEncoding() {
        return plainOnly || dictionary.size() == 0 ? Encoding.PLAIN : ColumnChunk.BY_DICTIONARY;
    }

    @Override
    Statistics<?> pageStatistics() {
        BinaryStatistics statistics = (BinaryStatistics) Statistics.createStats(type);
        bounds.setOn(statistics);
        return statistics;
    }

    @Override
    void clearPage() {
        plain.clear();
        bounds.clear();
        values = 0;
        textBytes = 0;
    }

    @Override
    void finishChunk() throws IOException {
        if (dictionaryUsed) {
            GrowingBytes body = context.body();
            body.clear();
            for (int place = 0; place < dictionary.size(); place++) {
                writePlain(body, dictionary.bytes(), dictionary.start(place), dictionary.length(place));
            }
            chunk.setDictionary(body, dictionary.size());
        }
        for (int place = 0; place < dictionary.size(); place++) {
            bloom.addBytes(dictionary.bytes(), dictionary.start(place), dictionary.length(place));
        }
        bloom.filter().ifPresent(chunk::setBloomFilter);
    }

    @Override
    long ownBytes() {
        return dictionary.allocatedBytes()
                + (long) indexes.length * Integer.BYTES
                + plain.capacity()
                + bloom.allocatedBytes();
    }

    @Override
    void releaseOwn() {
        dictionary.release();
        plain.release();
        bloom.release();
        indexes = new int[0];
        plainOnly = false;
        dictionaryUsed = false;
        clearPage();
    }
}
