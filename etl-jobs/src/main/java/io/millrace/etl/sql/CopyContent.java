package io.millrace.etl.sql;

import io.millrace.catalog.classify.UnreadableObjectException;
import io.millrace.catalog.classify.codec.CompressedContent;
import io.millrace.etl.sql.ObjectCache.StoredObject;
import io.millrace.etl.sql.SqlException.Code;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes copies of what objects hold, without their compression, in bounded space; tells failures of the store from those of the data. */
final class CopyContent {
    private CopyContent() {}

    /** Turns the content into the copy's. */
    interface Conversion {
        void convert(InputStream content, OutputStream out) throws IOException, UnreadableObjectException;
    }

    /** Writes the copy; see {@link CopyForm#write}. */
    // What decoders throw at damaged bytes is not their contract: index and state errors are among it.
    static void write(StoredObject object, InputStream stored, Path copy, long maxBytes, Conversion conversion)
            throws IOException {
        try (InputStream content = CompressedContent.open(object.key(), new FromStore(stored));
                OutputStream out = new Bounded(Files.newOutputStream(copy), object, maxBytes)) {
            conversion.convert(content, out);
        } catch (SqlException e) {
            Files.deleteIfExists(copy);
            throw e;
        } catch (StoreException e) {
            Files.deleteIfExists(copy);
            throw e.failure;
        } catch (UnreadableObjectException e) {
            Files.deleteIfExists(copy);
            throw new SqlException(
                    Code.HIVE_BAD_DATA, "Error reading %s: %s".formatted(object.uri(), e.getMessage()), e);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(copy);
            throw damaged(object, e);
        }
    }

    static SqlException damaged(StoredObject object, Exception e) {
        String end = object.key().substring(object.key().lastIndexOf('.') + 1);
        String kind = end.equals("gz") ? "gzip" : end.length() > 6 || end.contains("/") ? "compressed" : end;
        return new SqlException(
                Code.HIVE_BAD_DATA, "Error reading %s: no complete %s data".formatted(object.uri(), kind), e);
    }

    private static final class StoreException extends UncheckedIOException {
        private static final long serialVersionUID = 1L;
        private final IOException failure;

        StoreException(IOException failure) {
            super(failure);
            this.failure = failure;
        }
    }

    private static final class FromStore extends FilterInputStream {
        FromStore(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            try {
                return in.read();
            } catch (IOException e) {
                throw new StoreException(e);
            }
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                return in.read(bytes, offset, length);
            } catch (IOException e) {
                throw new StoreException(e);
            }
        }
    }

    /** Ends bombs: a small object that unpacks to more than the cache may hold. */
    private static final class Bounded extends FilterOutputStream {
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
