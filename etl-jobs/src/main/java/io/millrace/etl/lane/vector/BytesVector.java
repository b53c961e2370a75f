package io.millrace.etl.lane.vector;

import java.util.Arrays;

/**
 * Texts or bytes, one behind the other in one array that grows as needed. A row's value is {@code lengths()[row]} bytes of {@link #data()}
 * from {@code starts()[row]}; rows may share bytes.
 */
public final class BytesVector extends Vector {
    private static final int BYTES_A_ROW = 16;

    private final int[] starts;
    private final int[] lengths;
    private byte[] data;
    private int used;

    /** For so many rows. */
    public BytesVector(int capacity) {
        super(capacity);
        starts = new int[capacity];
        lengths = new int[capacity];
        data = new byte[capacity * BYTES_A_ROW];
    }

    /** Where each row's bytes begin. */
    public int[] starts() {
        return starts;
    }

    /** How many bytes each row has. */
    public int[] lengths() {
        return lengths;
    }

    /** The bytes of all rows; another array after one was added. */
    public byte[] data() {
        return data;
    }

    /** How many bytes of {@link #data()} are in use. */
    public int used() {
        return used;
    }

    /** Sets the row's value to a copy of these bytes. */
    public void set(int row, byte[] source, int from, int length) {
        reserve(length);
        System.arraycopy(source, from, data, used, length);
        setAppended(row, length);
    }

    /** Makes room for so many bytes behind {@link #used()}, to be written there and taken by {@link #setAppended}. */
    public void reserve(int length) {
        if (data.length - used < length) {
            data = Arrays.copyOf(data, Math.max(Math.addExact(used, length), (int)
                    Math.min(2L * data.length, Integer.MAX_VALUE - 8)));
        }
    }

    /** Sets the row's value to the {@code length} bytes behind {@link #used()}. */
    public void setAppended(int row, int length) {
        starts[row] = used;
        lengths[row] = length;
        used += length;
    }

    /** Sets the row's value to bytes of {@link #data()} that are there already. */
    public void setShared(int row, int start, int length) {
        starts[row] = start;
        lengths[row] = length;
    }

    @Override
    void copyValue(int row, Vector from, int fromRow) {
        BytesVector texts = (BytesVector) from;
        set(row, texts.data, texts.starts[fromRow], texts.lengths[fromRow]);
    }

    @Override
    public long bytes() {
        return super.bytes() + data.length + 2L * Integer.BYTES * capacity();
    }

    @Override
    public void clear() {
        super.clear();
        used = 0;
    }
}
