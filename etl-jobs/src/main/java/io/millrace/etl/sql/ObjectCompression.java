package io.millrace.etl.sql;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.compressors.CompressorException;
import org.apache.commons.compress.compressors.CompressorStreamFactory;

/** How an object is compressed: by the end of its key, as Hive decides it. */
enum ObjectCompression {
    NONE(""),
    GZIP(".gz .gzip"),
    BZIP2(".bz2"),
    ZSTD(".zst .zstd"),
    /** Snappy's framing format; Hadoop's own framing cannot be told from the name. */
    SNAPPY(".snappy .sz"),
    LZ4(".lz4"),
    /** With one file in it. */
    ZIP(".zip");

    private static final int BUFFER_BYTES = 1 << 16;

    /** With spaces between them. */
    private final String ends;

    ObjectCompression(String ends) {
        this.ends = ends;
    }

    static ObjectCompression ofKey(String key) {
        String name = key.toLowerCase(Locale.ROOT);
        for (ObjectCompression compression : values()) {
            for (String end : compression.ends.split(" ", -1)) {
                if (!end.isEmpty() && name.endsWith(end)) {
                    return compression;
                }
            }
        }
        return NONE;
    }

    /** The content. Reading it fails if the data are damaged or end too early. */
    InputStream open(InputStream compressed) throws IOException {
        InputStream buffered = new BufferedInputStream(compressed, BUFFER_BYTES);
        return switch (this) {
            case NONE -> buffered;
            case GZIP -> new GZIPInputStream(buffered, BUFFER_BYTES);
            case BZIP2 -> codec(CompressorStreamFactory.BZIP2, buffered);
            case ZSTD -> codec(CompressorStreamFactory.ZSTANDARD, buffered);
            case SNAPPY -> codec(CompressorStreamFactory.SNAPPY_FRAMED, buffered);
            case LZ4 -> codec(CompressorStreamFactory.LZ4_FRAMED, buffered);
            case ZIP -> onlyFile(buffered);
        };
    }

    private static InputStream codec(String name, InputStream compressed) throws IOException {
        try {
            return new CompressorStreamFactory(true).createCompressorInputStream(name, compressed);
        } catch (CompressorException e) {
            throw new IOException("no " + name + " data", e);
        }
    }

    private static InputStream onlyFile(InputStream compressed) throws IOException {
        ZipInputStream zip = new ZipInputStream(compressed);
        ZipEntry entry = zip.getNextEntry();
        while (entry != null && entry.isDirectory()) {
            entry = zip.getNextEntry();
        }
        if (entry == null) {
            throw new IOException("no zip data");
        }
        return zip;
    }
}
