package io.millrace.etl.lane.parquet;

import java.util.Arrays;
import java.util.Optional;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.values.bloomfilter.BlockSplitBloomFilter;
import org.apache.parquet.column.values.bloomfilter.BloomFilter;
import org.apache.parquet.io.api.Binary;

/** The values of a column chunk for its bloom filter, which is then as large as the distinct ones need. Does nothing for columns without one. */
final class BloomHashes {
    /** parquet-java's default ({@code parquet.bloom.filter.max.bytes}). */
    private static final int MOST_BYTES = 1 << 20;

    private final boolean enabled;
    /** Only hashes, with a buffer of its own that threads must not share. */
    private final BlockSplitBloomFilter hasher = new BlockSplitBloomFilter(BlockSplitBloomFilter.LOWER_BOUND_BYTES);

    private long[] hashes = new long[0];
    private int count;

    private BloomHashes(boolean enabled) {
        this.enabled = enabled;
    }

    static BloomHashes of(ColumnDescriptor column, ParquetOptions options) {
        return new BloomHashes(options.bloomFilters().contains(column.getPath()[0]));
    }

    boolean enabled() {
        return enabled;
    }

    void addNumbers(NumberKind kind, long[] values, int from, int to) {
        if (!enabled) {
            return;
        }
        reserve(to - from);
        for (int i = from; i < to; i++) {
            hashes[count++] = switch (kind) {
                case INT32 -> hasher.hash((int) values[i]);
                case INT64 -> hasher.hash(values[i]);
                case FLOAT -> hasher.hash(Float.intBitsToFloat((int) values[i]));
                case DOUBLE -> hasher.hash(Double.longBitsToDouble(values[i]));
            };
        }
    }

    void addBytes(byte[] bytes, int from, int length) {
        if (enabled) {
            reserve(1);
            hashes[count++] = hasher.hash(Binary.fromReusedByteArray(bytes, from, length));
        }
    }

    private void reserve(int more) {
        if (hashes.length - count < more) {
            hashes = Arrays.copyOf(hashes, Math.max(count + more, hashes.length * 2));
        }
    }

    /** Empty for a column without values, and for one that has none to have. */
    Optional<BloomFilter> filter() {
        if (count == 0) {
            return Optional.empty();
        }
        Arrays.sort(hashes, 0, count);
        int distinct = 1;
        for (int i = 1; i < count; i++) {
            distinct += hashes[i] == hashes[i - 1] ? 0 : 1;
        }
        int bits = BlockSplitBloomFilter.optimalNumOfBits(distinct, BlockSplitBloomFilter.DEFAULT_FPP);
        BloomFilter filter = new BlockSplitBloomFilter(Math.min(bits / Byte.SIZE, MOST_BYTES), MOST_BYTES);
        for (int i = 0; i < count; i++) {
            filter.insertHash(hashes[i]);
        }
        return Optional.of(filter);
    }

    long allocatedBytes() {
        return (long) hashes.length * Long.BYTES;
    }

    void release() {
        hashes = new long[0];
        count = 0;
    }
}
