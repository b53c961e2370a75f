package io.millrace.etl.lane.parquet;

import java.util.Map;
import java.util.Set;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * How files are written.
 *
 * @param codec what compresses the pages
 * @param rowGroupBytes a row group ends at about so many bytes of encoded pages
 * @param pageBytes a page ends at about so many bytes before encoding and compression
 * @param pageRows the most rows of a page
 * @param dictionaryBytes a column chunk whose distinct values take more goes on without a dictionary
 * @param fileBytes a file ends after the row group that takes it to so many bytes
 * @param openFiles the most output streams that are open at once
 * @param memoryBytes the most that all unfinished row groups take; the largest is written when it is reached
 * @param bloomFilters the columns that get a bloom filter
 * @param metadata what the footer says besides, for example {@code org.apache.spark.version}
 */
public record ParquetOptions(
        CompressionCodecName codec,
        long rowGroupBytes,
        int pageBytes,
        int pageRows,
        int dictionaryBytes,
        long fileBytes,
        int openFiles,
        long memoryBytes,
        Set<String> bloomFilters,
        Map<String, String> metadata) {
    /** Sizes as parquet-java's defaults ({@code ParquetProperties}, {@code ParquetWriter}), snappy as Spark's. */
    public static final ParquetOptions DEFAULT = new ParquetOptions(
            CompressionCodecName.SNAPPY,
            128L << 20,
            1 << 20,
            20_000,
            1 << 20,
            512L << 20,
            100,
            256L << 20,
            Set.of(),
            Map.of());

    /** Checks and copies. */
    public ParquetOptions {
        if (rowGroupBytes < 1
                || pageBytes < 1
                || pageRows < 1
                || dictionaryBytes < 0
                || fileBytes < 1
                || openFiles < 1
                || memoryBytes < 1) {
            throw new IllegalArgumentException("Sizes of Parquet files must be positive");
        }
        bloomFilters = Set.copyOf(bloomFilters);
        metadata = Map.copyOf(metadata);
    }

    /** With another codec. */
    public ParquetOptions withCodec(CompressionCodecName newCodec) {
        return new ParquetOptions(
                newCodec,
                rowGroupBytes,
                pageBytes,
                pageRows,
                dictionaryBytes,
                fileBytes,
                openFiles,
                memoryBytes,
                bloomFilters,
                metadata);
    }

    /** With other sizes of row groups, pages and dictionaries. */
    public ParquetOptions withSizes(long newRowGroupBytes, int newPageBytes, int newPageRows, int newDictionaryBytes) {
        return new ParquetOptions(
                codec,
                newRowGroupBytes,
                newPageBytes,
                newPageRows,
                newDictionaryBytes,
                fileBytes,
                openFiles,
                memoryBytes,
                bloomFilters,
                metadata);
    }

    /** With other bounds. */
    public ParquetOptions withBounds(long newFileBytes, int newOpenFiles, long newMemoryBytes) {
        return new ParquetOptions(
                codec,
                rowGroupBytes,
                pageBytes,
                pageRows,
                dictionaryBytes,
                newFileBytes,
                newOpenFiles,
                newMemoryBytes,
                bloomFilters,
                metadata);
    }

    /** With these bloom filters. */
    public ParquetOptions withBloomFilters(Set<String> columns) {
        return new ParquetOptions(
                codec,
                rowGroupBytes,
                pageBytes,
                pageRows,
                dictionaryBytes,
                fileBytes,
                openFiles,
                memoryBytes,
                columns,
                metadata);
    }

    /** With this in the footer. */
    public ParquetOptions withMetadata(Map<String, String> entries) {
        return new ParquetOptions(
                codec,
                rowGroupBytes,
                pageBytes,
                pageRows,
                dictionaryBytes,
                fileBytes,
                openFiles,
                memoryBytes,
                bloomFilters,
                entries);
    }
}
