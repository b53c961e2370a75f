package io.millrace.etl.sql;

import io.millrace.etl.sql.ObjectCache.StoredObject;
import io.millrace.etl.sql.SqlException.Code;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Writes an object as the engine can read it: without its compression, in UTF-8. */
final class CopyText {
    private static final int BYTE_ORDER_MARK = 0xfeff;

    private CopyText() {}

    /**
     * Writes the copy.
     *
     * @param maxBytes a copy that would be larger is given up
     * @throws SqlException {@code HIVE_BAD_DATA} for damaged data
     */
    static void write(StoredObject object, InputStream in, Path file, Optional<Charset> encoding, long maxBytes)
            throws IOException {
        FromStore raw = new FromStore(in);
        try (InputStream content = object.compression().open(raw);
                OutputStream out = new Bounded(Files.newOutputStream(file), object, maxBytes)) {
            if (encoding.isPresent()) {
                transcode(content, encoding.get(), out);
            } else {
                content.transferTo(out);
            }
        } catch (UncheckedIOException e) {
            Files.deleteIfExists(file);
            throw e.getCause();
        } catch (IOException | IllegalArgumentException e) {
            Files.deleteIfExists(file);
            throw new SqlException(
                    Code.HIVE_BAD_DATA,
                    "Error reading %s: no complete %s data"
                            .formatted(object.uri(), object.compression().name().toLowerCase(java.util.Locale.ROOT)),
                    e);
        } catch (SqlException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    private static void transcode(InputStream content, Charset encoding, OutputStream out) throws IOException {
        Reader reader = new InputStreamReader(content, encoding);
        Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        int first = reader.read();
        if (first >= 0 && first != BYTE_ORDER_MARK) {
            writer.write(first);
        }
        reader.transferTo(writer);
        writer.flush();
    }

    /** Tells failures of the store from those of what it holds. */
    private static final class FromStore extends FilterInputStream {
        FromStore(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            return unchecked(() -> in.read());
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return unchecked(() -> in.read(bytes, offset, length));
        }

        private interface Read {
            int read() throws IOException;
        }

        private static int unchecked(Read read) {
            try {
                return read.read();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Ends bombs: a small object that unpacks to more than the cache may hold. */
    private static final class Bounded extends java.io.FilterOutputStream {
        private final StoredObject object;
        private long left;

        Bounded(OutputStream out, StoredObject object, long maxBytes) {
            super(out);
            this.object = object;
            this.left = maxBytes;
        }

        @Override
        public void write(int b) throws IOException {
            take(1);
            out.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            take(length);
            out.write(bytes, offset, length);
        }

        private void take(int length) {
            left -= length;
            if (left < 0) {
                throw new SqlException(
                        Code.NOT_SUPPORTED,
                        "%s is too large when uncompressed: the engine reads whole objects".formatted(object.uri()));
            }
        }
    }
}
