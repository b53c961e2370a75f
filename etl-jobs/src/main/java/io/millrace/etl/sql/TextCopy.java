package io.millrace.etl.sql;

import io.millrace.etl.sql.ObjectCache.StoredObject;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Text in UTF-8 without a byte-order mark. Objects in gzip, by their name, stay so; other compressions are undone.
 *
 * @param encoding of the object; empty for UTF-8
 */
record TextCopy(Optional<Charset> encoding) implements CopyForm {
    private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
    private static final int BYTE_ORDER_MARK = 0xfeff;
    private static final int BUFFER_BYTES = 1 << 16;

    @Override
    public String id() {
        return "text " + encoding.map(Charset::name).orElse("");
    }

    @Override
    public String suffix(StoredObject object) {
        return staysGzip(object) ? ".gz" : ".data";
    }

    private boolean staysGzip(StoredObject object) {
        return object.key().endsWith(".gz") && encoding.isEmpty();
    }

    @Override
    public void write(StoredObject object, InputStream stored, Path copy, long maxBytes) throws IOException {
        if (staysGzip(object)) {
            gzip(object, stored, copy);
        } else {
            CopyContent.write(object, stored, copy, maxBytes, this::write);
        }
    }

    private void write(InputStream content, OutputStream out) throws IOException {
        if (encoding.isPresent()) {
            transcode(content, encoding.get(), out);
        } else {
            withoutMark(content).transferTo(out);
        }
    }

    private static InputStream withoutMark(InputStream content) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(content, BUFFER_BYTES);
        buffered.mark(MARK.length);
        if (!Arrays.equals(buffered.readNBytes(MARK.length), MARK)) {
            buffered.reset();
        }
        return buffered;
    }

    // The engine takes the end of a truncated gzip file for the end of the data and would answer with a part of the
    // rows; and it refuses JSON that begins with a mark.
    private static void gzip(StoredObject object, InputStream stored, Path copy) throws IOException {
        Files.copy(stored, copy);
        boolean marked;
        try (InputStream in = uncompressed(copy)) {
            marked = Arrays.equals(in.readNBytes(MARK.length), MARK);
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            Files.delete(copy);
            throw CopyContent.damaged(object, e);
        }
        if (marked) {
            Path original = copy.resolveSibling(copy.getFileName() + ".marked");
            Files.move(copy, original);
            try (InputStream in = uncompressed(original);
                    OutputStream out = new GZIPOutputStream(Files.newOutputStream(copy), BUFFER_BYTES)) {
                in.skipNBytes(MARK.length);
                in.transferTo(out);
            } finally {
                Files.delete(original);
            }
        }
    }

    private static InputStream uncompressed(Path copy) throws IOException {
        return new GZIPInputStream(new BufferedInputStream(Files.newInputStream(copy)), BUFFER_BYTES);
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
}
