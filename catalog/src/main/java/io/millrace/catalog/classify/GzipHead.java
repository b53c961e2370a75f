package io.millrace.catalog.classify;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Inflates the beginning of a gzip file. */
final class GzipHead {
    /** How far a file that was read whole is inflated to see that it is sound; a cap for what inflates without end. */
    private static final long MAX_CHECKED_BYTES = 256L << 20;

    private static final int BUFFER_BYTES = 64 << 10;

    /** Small, so that little is taken from the file that has not been inflated: record counts are extrapolated from it. */
    private static final int INPUT_BUFFER_BYTES = 1 << 10;

    private GzipHead() {}

    static boolean isGzip(byte[] head) {
        return head.length > 2 && (head[0] & 0xff) == 0x1f && (head[1] & 0xff) == 0x8b;
    }

    /**
     * Up to {@code maxBytes} of the content. That the stored bytes end within the stream is no error when they are only the
     * object's beginning; it is one when they are all of it.
     */
    static Sample inflate(byte[] stored, long objectSize, int maxBytes) throws UnreadableObjectException {
        boolean whole = stored.length >= objectSize;
        CountingStream counted = new CountingStream(stored);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        try (InputStream in = new GZIPInputStream(counted, INPUT_BUFFER_BYTES)) {
            boolean ended = fill(in, content, maxBytes);
            long used = counted.consumed;
            if (whole && !ended) {
                skipToEnd(in);
            }
            Sample.Extent extent = whole && ended ? Sample.Extent.WHOLE : Sample.Extent.BEGINNING;
            return new Sample(content.toByteArray(), extent, used, objectSize, Compression.GZIP);
        } catch (EOFException e) {
            if (whole || content.size() == 0) {
                throw new UnreadableObjectException("the gzip file is truncated", e);
            }
            return new Sample(
                    content.toByteArray(), Sample.Extent.BEGINNING, counted.consumed, objectSize, Compression.GZIP);
        } catch (ZipException e) {
            throw new UnreadableObjectException("the gzip file is damaged: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UnreadableObjectException("the gzip file cannot be read: " + e.getMessage(), e);
        }
    }

    private static boolean fill(InputStream in, ByteArrayOutputStream content, int maxBytes) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        while (content.size() < maxBytes) {
            int count = in.read(buffer, 0, Math.min(buffer.length, maxBytes - content.size()));
            if (count < 0) {
                return true;
            }
            content.write(buffer, 0, count);
        }
        return false;
    }

    private static void skipToEnd(InputStream in) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long total = 0;
        int count = 0;
        while (count >= 0 && total < MAX_CHECKED_BYTES) {
            total += count;
            count = in.read(buffer);
        }
    }

    private static final class CountingStream extends ByteArrayInputStream {
        private long consumed;

        CountingStream(byte[] bytes) {
            super(bytes);
        }

        @Override
        public synchronized int read() {
            consumed++;
            return super.read();
        }

        @Override
        public synchronized int read(byte[] buffer, int offset, int length) {
            int read = super.read(buffer, offset, length);
            consumed += Math.max(read, 0);
            return read;
        }
    }
}
