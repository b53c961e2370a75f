package io.millrace.etl.lane.parquet;

import io.millrace.etl.lane.vector.BytesVector;
import io.millrace.etl.lane.vector.Vector;
import java.util.Arrays;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.BinaryStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.io.api.Binary;

/** Decimals of more than 18 digits: numbers of fixed length, two's complement, big-endian; plainly, as parquet-java does in pages of version 1. */
final class LongDecimalEncoder extends ColumnEncoder {
    private final int bytesAValue;
    private final GrowingBytes plain;
    private final BloomHashes bloom;
    private int values;
    private byte[] min;
    private byte[] max;

    LongDecimalEncoder(ColumnDescriptor column, EncoderContext context) {
        super(column, context);
        bytesAValue = type.getTypeLength();
        plain = context.newBody();
        bloom = BloomHashes.of(column, context.options());
        min = new byte[bytesAValue];
        max = new byte[bytesAValue];
    }

    @Override
    int encode(Vector vector, int[] selection, int from, int count) {
        int fitting = (context.options().pageBytes() - plain.size() + bytesAValue - 1) / bytesAValue;
        int taken = Math.min(count, Math.max(1, fitting));
        addLevels(vector, selection, from, taken);
        BytesVector decimals = (BytesVector) vector;
        for (int i = from; i < from + taken; i++) {
            int row = selection[i];
            if (!vector.isNull(row)) {
                add(decimals.data(), decimals.starts()[row], decimals.lengths()[row]);
            }
        }
        return taken;
    }

    private void add(byte[] data, int start, int length) {
        byte[] bytes = plain.reserve(bytesAValue);
        int at = plain.end();
        int missing = bytesAValue - length;
        if (missing >= 0) {
            Arrays.fill(bytes, at, at + missing, (byte) (length > 0 && data[start] < 0 ? -1 : 0));
            System.arraycopy(data, start, bytes, at + missing, length);
        } else {
            // bytes that only repeat the sign; the number fits the precision
            System.arraycopy(data, start - missing, bytes, at, bytesAValue);
        }
        plain.setEnd(at + bytesAValue);
        if (values == 0 || compare(bytes, at, min) < 0) {
            System.arraycopy(bytes, at, min, 0, bytesAValue);
        }
        if (values == 0 || compare(bytes, at, max) > 0) {
            System.arraycopy(bytes, at, max, 0, bytesAValue);
        }
        bloom.addBytes(bytes, at, bytesAValue);
        values++;
    }

    private int compare(byte[] bytes, int at, byte[] bound) {
        return bytes[at] != bound[0]
                ? Byte.compare(bytes[at], bound[0])
                : Arrays.compareUnsigned(bytes, at, at + bytesAValue, bound, 0, bytesAValue);
    }

    @Override
    long plainBytes() {
        return plain.size();
    }

    @Override
    GrowingBytes pageValues() {
        return plain;
    }

    @Override
    Encoding pageEncoding() {
        return Encoding.PLAIN;
    }

    @Override
    Statistics<?> pageStatistics() {
        BinaryStatistics statistics = (BinaryStatistics) Statistics.createStats(type);
        if (values > 0) {
            statistics.updateStats(Binary.fromConstantByteArray(min.clone()));
            statistics.updateStats(Binary.fromConstantByteArray(max.clone()));
        }
        return statistics;
    }

    @Override
    void clearPage() {
        plain.clear();
        values = 0;
    }

    @Override
    void finishChunk() {
        bloom.filter().ifPresent(chunk::setBloomFilter);
    }

    @Override
    long ownBytes() {
        return plain.capacity() + bloom.allocatedBytes();
    }

    @Override
    void releaseOwn() {
        plain.release();
        bloom.release();
        clearPage();
    }
}
