package io.millrace.etl.lane.parquet;

import io.millrace.etl.lane.vector.Vector;
import java.io.IOException;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.schema.PrimitiveType;

/** Makes a column's pages from vectors, one column chunk after the other. Used by one thread. */
abstract class ColumnEncoder {
    final EncoderContext context;
    final DefinitionLevels levels = new DefinitionLevels();
    final ColumnChunk chunk;
    final PrimitiveType type;

    ColumnEncoder(ColumnDescriptor column, EncoderContext context) {
        this.context = context;
        this.type = column.getPrimitiveType();
        this.chunk = new ColumnChunk(column, context);
    }

    /** Takes the values of the rows {@code selection[from]} to {@code selection[from + count - 1]}. */
    final void append(Vector vector, int[] selection, int from, int count) throws IOException {
        int pageRows = context.options().pageRows();
        int pageBytes = context.options().pageBytes();
        int end = from + count;
        int position = from;
        while (position < end) {
            int room = Math.min(Math.min(end - position, EncoderContext.STEP_ROWS), pageRows - levels.rows());
            position += encode(vector, selection, position, room);
            if (levels.rows() >= pageRows || plainBytes() >= pageBytes) {
                finishPage();
            }
        }
    }

    /** Takes some of the rows, at least one; how many. */
    abstract int encode(Vector vector, int[] selection, int from, int count) throws IOException;

    /** What the page's values would take without dictionary. */
    abstract long plainBytes();

    /** The page's values, with room before them for the levels. */
    abstract GrowingBytes pageValues() throws IOException;

    /** How {@link #pageValues} are encoded. */
    abstract Encoding pageEncoding();

    /** Of the page, without the number of nulls. */
    abstract Statistics<?> pageStatistics();

    /** Begins the next page. */
    abstract void clearPage();

    /** Adds dictionary and bloom filter to the chunk, and begins the next one. */
    abstract void finishChunk() throws IOException;

    /** What arrays of the encoder take, without the chunk's. */
    abstract long ownBytes();

    /** Gives the arrays up. */
    abstract void releaseOwn();

    /** Adds the rows' levels; how many of them are null. */
    final int addLevels(Vector vector, int[] selection, int from, int count) {
        if (vector.hasNulls()) {
            return levels.add(vector.nulls(), selection, from, count);
        }
        levels.addPresent(count);
        return 0;
    }

    private void finishPage() throws IOException {
        // before the values are asked for: a useless dictionary may be given up there
        Statistics<?> statistics = pageStatistics();
        statistics.incrementNumNulls(levels.nulls());
        // no histograms of levels: parquet-java has none for columns whose levels are 0 and 1
        SizeStatistics sizes = new SizeStatistics(type, unencodedTextBytes(), List.of(), List.of());
        GrowingBytes values = pageValues();
        int from = levels.writeBefore(values);
        chunk.addPage(values, from, levels.rows(), statistics, sizes, pageEncoding());
        levels.clear();
        clearPage();
    }

    /** Of the page's texts, without their lengths; 0 for others. */
    long unencodedTextBytes() {
        return 0;
    }

    /** Writes the column chunk. */
    final void writeTo(ParquetFileWriter writer) throws IOException {
        if (levels.rows() > 0) {
            finishPage();
        }
        finishChunk();
        chunk.writeTo(writer);
        release();
    }

    /** Gives everything up that is not written. */
    final void release() {
        chunk.release();
        levels.release();
        releaseOwn();
    }

    /** What the chunk takes in the file so far, about. */
    final long encodedBytes() {
        return chunk.bytes() + plainBytes();
    }

    final long allocatedBytes() {
        return chunk.allocated() + levels.capacity() + ownBytes();
    }
}
