package io.millrace.catalog.classify.codec;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;

/** The whole content of objects, uncompressed as the classifiers do it: by their first bytes, and by the name only where those do not tell. */
public final class CompressedContent {
    private static final int BUFFER_BYTES = 1 << 16;

    /** As many of an object's first bytes as any format needs to be told by. */
    public static final int HEAD_BYTES = 32;

    private CompressedContent() {}

    /**
     * The content, uncompressed if it is compressed. Reading it fails, also with unchecked exceptions, if the data are damaged or end too
     * early, are followed by bytes that are none (but zeros behind a gzip file), or are an archive of more than one file.
     *
     * @param name the object's key
     */
    public static InputStream open(String name, InputStream stored) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(stored, BUFFER_BYTES);
        buffered.mark(HEAD_BYTES);
        byte[] head = buffered.readNBytes(HEAD_BYTES);
        buffered.reset();
        Optional<Codec> codec = Codec.of(name, head);
        if (codec.isEmpty()) {
            return buffered;
        }
        if (codec.get() == Codec.GZIP) {
            return gzip(buffered);
        }
        InputStream content = codec.get().open(buffered);
        return content instanceof ZipArchiveInputStream zip ? new SingleFile(zip) : content;
    }

    /**
     * Whether {@link #open} would uncompress an object.
     *
     * @param name the object's key
     * @param head its first {@value #HEAD_BYTES} bytes, or all
     */
    public static boolean isCompressed(String name, byte[] head) {
        return Codec.of(name, head).isPresent();
    }

    /**
     * The content of all members of a gzip file, as {@link #open} gives it.
     *
     * @throws IOException if it does not begin as a gzip file
     */
    public static InputStream gzip(InputStream stored) throws IOException {
        return new WholeGzip(new GzipMembers(stored));
    }

    /** A gzip file with nothing but padding behind it: else a member may be damaged, and with it rows would be lost. */
    private static final class WholeGzip extends FilterInputStream {
        private final GzipMembers members;

        WholeGzip(GzipMembers members) {
            super(members);
            this.members = members;
        }

        @Override
        public int read() throws IOException {
            return ended(members.read());
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return ended(members.read(buffer, offset, length));
        }

        private int ended(int read) throws IOException {
            if (read < 0 && members.endsBeforeGarbage()) {
                throw new IOException(
                        "the file has bytes behind its gzip data that are none; store it whole, or without them");
            }
            return read;
        }
    }

    /** An archive's only file. */
    private static final class SingleFile extends FilterInputStream {
        private final ZipArchiveInputStream zip;

        SingleFile(ZipArchiveInputStream zip) {
            super(zip);
            this.zip = zip;
        }

        @Override
        public int read() throws IOException {
            return ended(zip.read());
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return ended(zip.read(buffer, offset, length));
        }

        private int ended(int read) throws IOException {
            if (read < 0 && zip.getNextEntry() != null) {
                throw new IOException("the zip archive has several files, and only those of a single one are read");
            }
            return read;
        }
    }
}
