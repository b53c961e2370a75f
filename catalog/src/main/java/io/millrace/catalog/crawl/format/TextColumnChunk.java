package io.millrace.catalog.crawl.format;

import io.airlift.compress.Decompressor;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;

/**
 * The texts of a Parquet column chunk that has few of them among many nulls (parquet-format, "Data Pages", "Encodings"): those of
 * its dictionary, which lists each once in order of its first occurrence, or the plain ones after the levels of its pages.
 *
 * @param repeated whether the column is within a list, so that its pages have repetition levels
 * @param maxBytes what a page may have uncompressed
 */
record TextColumnChunk(CompressionCodec codec, boolean repeated, int maxBytes) {
    /** The values of the chunk whose pages these are. */
    List<String> values(byte[] pages) throws IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(pages);
        List<String> values = new ArrayList<>();
        while (in.available() > 0) {
            PageHeader header = Util.readPageHeader(in);
            byte[] stored = in.readNBytes(header.getCompressed_page_size());
            if (header.getType() == PageType.DICTIONARY_PAGE) {
                addPlain(ByteBuffer.wrap(uncompress(stored, header.getUncompressed_page_size())), values);
                return values;
            }
            if (header.getType() == PageType.DATA_PAGE) {
                requirePlain(header.getData_page_header().getEncoding());
                addPlain(withoutLevels(uncompress(stored, header.getUncompressed_page_size())), values);
            } else if (header.getType() == PageType.DATA_PAGE_V2) {
                addVersion2(header, stored, values);
            }
        }
        return values;
    }

    private void addVersion2(PageHeader header, byte[] stored, List<String> values) throws IOException {
        DataPageHeaderV2 page = header.getData_page_header_v2();
        if (page.getNum_nulls() == page.getNum_values()) {
            return;
        }
        requirePlain(page.getEncoding());
        int levels = page.getRepetition_levels_byte_length() + page.getDefinition_levels_byte_length();
        byte[] body = java.util.Arrays.copyOfRange(stored, levels, stored.length);
        boolean asIs = page.isSetIs_compressed() && !page.isIs_compressed();
        addPlain(ByteBuffer.wrap(asIs ? body : uncompress(body, header.getUncompressed_page_size() - levels)), values);
    }

    private static void requirePlain(Encoding encoding) throws IOException {
        if (encoding != Encoding.PLAIN) {
            throw new IOException("its metadata is encoded as " + encoding + ", which is not read");
        }
    }

    /** Repetition and definition levels of a page have their length before them. */
    private ByteBuffer withoutLevels(byte[] page) {
        ByteBuffer buffer = ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN);
        for (int level = 0; level < (repeated ? 2 : 1); level++) {
            int length = buffer.getInt();
            buffer.position(buffer.position() + length);
        }
        return buffer;
    }

    private static void addPlain(ByteBuffer buffer, List<String> values) {
        buffer.order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            byte[] value = new byte[Math.min(buffer.getInt(), buffer.remaining())];
            buffer.get(value);
            values.add(new String(value, StandardCharsets.UTF_8));
        }
    }

    private byte[] uncompress(byte[] stored, int length) throws IOException {
        if (length < 0 || length > maxBytes) {
            throw new IOException("a page has an impossible length of " + length);
        }
        return switch (codec) {
            case UNCOMPRESSED -> stored;
            case SNAPPY -> uncompress(new SnappyDecompressor(), stored, length);
            case ZSTD -> uncompress(new ZstdDecompressor(), stored, length);
            case LZ4_RAW -> uncompress(new Lz4Decompressor(), stored, length);
            case GZIP -> new GZIPInputStream(new ByteArrayInputStream(stored)).readNBytes(length);
            default -> throw new IOException("it is compressed with " + codec + ", which is not read");
        };
    }

    private static byte[] uncompress(Decompressor decompressor, byte[] stored, int length) {
        byte[] content = new byte[length];
        decompressor.decompress(stored, 0, stored.length, content, 0, length);
        return content;
    }
}
