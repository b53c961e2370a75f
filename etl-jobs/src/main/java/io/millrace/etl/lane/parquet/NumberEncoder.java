package io.millrace.etl.lane.parquet;

import io.millrace.etl.lane.vector.Vector;
import java.util.Arrays;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;

/** Numbers of four and eight bytes: by dictionary while that is shorter, then plainly. */
final class NumberEncoder extends ColumnEncoder {
    private static final int FIRST_INDEXES = 256;

    private final NumberKind kind;
    private final int dictionaryLimit;
    private final LongDictionary dictionary = new LongDictionary();
    private final GrowingBytes plain;
    private final BloomHashes bloom;
    private int[] indexes = new int[0];
    private boolean plainOnly;
    private boolean dictionaryUsed;
    private boolean nanSeen;
    private long nulls;
    private long min = Long.MAX_VALUE;
    private long max = Long.MIN_VALUE;

    NumberEncoder(ColumnDescriptor column, EncoderContext context) {
        super(column, context);
        kind = NumberKind.of(type);
        dictionaryLimit = context.options().dictionaryBytes() / kind.bytes();
        plain = context.newBody();
        bloom = BloomHashes.of(column, context.options());
    }

    @Override
    int encode(Vector vector, int[] selection, int from, int count) {
        int before = levels.values();
        int fitting = (context.options().pageBytes() - before * kind.bytes() + kind.bytes() - 1) / kind.bytes();
        int taken = Math.min(count, Math.max(1, fitting));
        addLevels(vector, selection, from, taken);
        long[] values = context.scratch();
        int found = Gather.into(values, vector, selection, from, taken);
        bounds(values, found);
        int indexed = plainOnly ? 0 : index(values, found, before);
        if (indexed < found) {
            appendPlain(values, indexed, found);
        }
        return taken;
    }

    private void bounds(long[] values, int count) {
        long low = min;
        long high = max;
        switch (kind) {
            case INT32, INT64 -> {
                for (int i = 0; i < count; i++) {
                    low = Math.min(low, values[i]);
                    high = Math.max(high, values[i]);
                }
            }
            case DOUBLE -> {
                for (int i = 0; i < count; i++) {
                    long ordered = NumberKind.orderedDouble(values[i]);
                    low = Math.min(low, ordered);
                    high = Math.max(high, ordered);
                }
            }
            case FLOAT -> {
                for (int i = 0; i < count; i++) {
                    long ordered = NumberKind.orderedFloat(values[i]);
                    low = Math.min(low, ordered);
                    high = Math.max(high, ordered);
                }
            }
        }
        min = low;
        max = high;
    }

    /** Looks the values up; how many, which is fewer than there are if the dictionary is full and given up. */
    private int index(long[] values, int count, int before) {
        if (indexes.length < before + count + Long.BYTES) {
            indexes = Arrays.copyOf(
                    indexes, Math.max(Math.max(FIRST_INDEXES, 2 * indexes.length), before + count + Long.BYTES));
        }
        int added = dictionary.addAll(values, count, indexes, before, dictionaryLimit);
        if (added < count) {
            giveUpDictionary(before + added);
        }
        return added;
    }

    /** Goes on plainly, the page's values so far too. */
    private void giveUpDictionary(int count) {
        plainOnly = true;
        long[] known = dictionary.values();
        int at = plain.end();
        byte[] bytes = plain.reserve(count * kind.bytes());
        if (kind.bytes() == Integer.BYTES) {
            for (int i = 0; i < count; i++) {
                GrowingBytes.INTS.set(bytes, at + i * Integer.BYTES, (int) known[indexes[i]]);
            }
        } else {
            for (int i = 0; i < count; i++) {
                GrowingBytes.LONGS.set(bytes, at + i * Long.BYTES, known[indexes[i]]);
            }
        }
        plain.setEnd(at + count * kind.bytes());
        if (!dictionaryUsed && !bloom.enabled()) {
            dictionary.release();
        }
    }

    private void appendPlain(long[] values, int from, int to) {
        writePlain(plain, values, from, to);
        bloom.addNumbers(kind, values, from, to);
    }

    private void writePlain(GrowingBytes target, long[] values, int from, int to) {
        int at = target.end();
        byte[] bytes = target.reserve((to - from) * kind.bytes());
        if (kind.bytes() == Integer.BYTES) {
            for (int i = from; i < to; i++) {
                GrowingBytes.INTS.set(bytes, at + (i - from) * Integer.BYTES, (int) values[i]);
            }
        } else {
            for (int i = from; i < to; i++) {
                GrowingBytes.LONGS.set(bytes, at + (i - from) * Long.BYTES, values[i]);
            }
        }
        target.setEnd(at + (to - from) * kind.bytes());
    }

    @Override
    long plainBytes() {
        return (long) levels.values() * kind.bytes();
    }

    @Override
    GrowingBytes pageValues() {
        int count = levels.values();
        if (!plainOnly && dictionary.size() > 0) {
            GrowingBytes body = context.body();
            body.clear();
            int width = HybridRuns.bitWidth(dictionary.size() - 1);
            body.reserve(1)[body.end()] = (byte) width;
            body.setEnd(body.end() + 1);
            HybridRuns.write(indexes, count, width, body);
            if (dictionaryUsed || body.size() + (long) dictionary.size() * kind.bytes() < (long) count * kind.bytes()) {
                dictionaryUsed = true;
                return body;
            }
            giveUpDictionary(count);
        }
        return plain;
    }

    @Override
    Encoding pageEncoding() {
        return plainOnly || dictionary.size() == 0 ? Encoding.PLAIN : ColumnChunk.BY_DICTIONARY;
    }

    @Override
    Statistics<?> pageStatistics() {
        Statistics<?> statistics = Statistics.createStats(type);
        if (levels.values() > 0) {
            kind.setBounds(statistics, min, max);
            nanSeen |= kind.isNan(min, max);
        }
        nulls += levels.nulls();
        return statistics;
    }

    @Override
    void clearPage() {
        plain.clear();
        min = Long.MAX_VALUE;
        max = Long.MIN_VALUE;
    }

    @Override
    void finishChunk() throws java.io.IOException {
        if (dictionaryUsed) {
            GrowingBytes body = context.body();
            body.clear();
            writePlain(body, dictionary.values(), 0, dictionary.size());
            chunk.setDictionary(body, dictionary.size());
        }
        bloom.addNumbers(kind, dictionary.values(), 0, dictionary.size());
        bloom.filter().ifPresent(chunk::setBloomFilter);
        if (nanSeen) {
            // bounds without the NaNs would hide them from readers to which NaN is the largest number, as it is to
            // Spark
            Statistics<?> unbounded = Statistics.createStats(type);
            unbounded.incrementNumNulls(nulls);
            chunk.setStatistics(unbounded);
        }
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
        nanSeen = false;
        nulls = 0;
        clearPage();
    }
}
