package io.millrace.etl.lane.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.values.bloomfilter.BloomFilter;
import org.apache.parquet.format.BlockCipher;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.jspecify.annotations.Nullable;

/** The finished pages of a column in a row group that is not written yet. */
final class ColumnChunk {
    /** The name that dictionaries go by in pages of version 1, as parquet-java and Spark write them. */
    @SuppressWarnings("deprecation")
    static final Encoding BY_DICTIONARY = Encoding.PLAIN_DICTIONARY;

    private final ColumnDescriptor column;
    private final CompressionCodecName codec;
    private final PageCompressor compressor;
    private final Segments.Writer segments;
    private final List<Page> pages = new ArrayList<>();
    private @Nullable Dictionary dictionary;
    private @Nullable BloomFilter bloomFilter;
    private @Nullable Statistics<?> statistics;
    private long bytes;
    private long rows;

    ColumnChunk(ColumnDescriptor column, EncoderContext context) {
        this.column = column;
        this.codec = context.options().codec();
        this.compressor = context.compressor();
        this.segments = context.segments().new Writer();
    }

    private record Page(
            Segments.Place place,
            int plainBytes,
            int rows,
            Statistics<?> statistics,
            SizeStatistics sizes,
            Encoding encoding) {}

    private record Dictionary(Segments.Place place, int plainBytes, int entries) {}

    /** A page: its levels and values from {@code from} to the array's end as far as it is used. */
    void addPage(
            GrowingBytes page,
            int from,
            int pageRows,
            Statistics<?> pageStatistics,
            SizeStatistics sizes,
            Encoding encoding)
            throws IOException {
        int length = page.end() - from;
        Segments.Place place = compressor.compress(page.array(), from, length, segments);
        pages.add(new Page(place, length, pageRows, pageStatistics, sizes, encoding));
        bytes += place.length();
        rows += pageRows;
    }

    void setDictionary(GrowingBytes values, int entries) throws IOException {
        Segments.Place place = compressor.compress(values.array(), values.start(), values.size(), segments);
        dictionary = new Dictionary(place, values.size(), entries);
        bytes += place.length();
    }

    void setBloomFilter(BloomFilter filter) {
        bloomFilter = filter;
    }

    /** What the whole chunk's statistics are, where they do not follow from the pages'. */
    void setStatistics(Statistics<?> chunkStatistics) {
        statistics = chunkStatistics;
    }

    boolean hasPages() {
        return !pages.isEmpty();
    }

    /** Compressed. */
    long bytes() {
        return bytes;
    }

    long allocated() {
        return segments.allocated();
    }

    /** Writes the chunk and forgets it. */
    void writeTo(ParquetFileWriter writer) throws IOException {
        writer.startColumn(column, rows, codec);
        if (dictionary != null) {
            writer.writeDictionaryPage(new DictionaryPage(
                    input(dictionary.place), dictionary.plainBytes, dictionary.entries, BY_DICTIONARY));
        }
        for (Page page : pages) {
            writer.writeDataPage(
                    page.rows,
                    page.plainBytes,
                    input(page.place),
                    page.statistics,
                    page.rows,
                    Encoding.RLE,
                    Encoding.RLE,
                    page.encoding,
                    (BlockCipher.@Nullable Encryptor) null,
                    (byte @Nullable []) null,
                    page.sizes);
        }
        if (statistics != null) {
            writer.invalidateStatistics(statistics);
        }
        if (bloomFilter != null) {
            writer.addBloomFilter(String.join(".", column.getPath()), bloomFilter);
        }
        writer.endColumn();
        release();
    }

    void release() {
        pages.clear();
        segments.release();
        dictionary = null;
        bloomFilter = null;
        statistics = null;
        bytes = 0;
        rows = 0;
    }

    private static BytesInput input(Segments.Place place) {
        return BytesInput.from(place.segment(), place.from(), place.length());
    }
}
