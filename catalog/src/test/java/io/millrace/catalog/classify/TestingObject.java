package io.millrace.catalog.classify;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Util;

/** An object in memory that notes what is read of it, and makers of such contents. */
public final class TestingObject implements ObjectBytes {
    private final byte[] content;
    private final List<String> reads = new ArrayList<>();

    public TestingObject(byte[] content) {
        this.content = content.clone();
    }

    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        }
        return out.toByteArray();
    }

    /** A Parquet file with a footer and, instead of pages, so many zero bytes. */
    public static byte[] parquet(int pageBytes, long rows, SchemaElement... elements) throws IOException {
        List<SchemaElement> schema = new ArrayList<>();
        SchemaElement root = new SchemaElement("schema");
        int nested = 0;
        for (SchemaElement element : elements) {
            nested += element.isSetNum_children() ? element.getNum_children() : 0;
        }
        root.setNum_children(elements.length - nested);
        schema.add(root);
        schema.addAll(List.of(elements));
        ByteArrayOutputStream footer = new ByteArrayOutputStream();
        Util.writeFileMetaData(new FileMetaData(1, schema, rows, List.of()), footer);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(utf8("PAR1"));
        file.write(new byte[pageBytes]);
        file.write(footer.toByteArray());
        file.write(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(footer.size())
                .array());
        file.write(utf8("PAR1"));
        return file.toByteArray();
    }

    /** A column. */
    public static SchemaElement column(String name, org.apache.parquet.format.Type type) {
        SchemaElement element = new SchemaElement(name);
        element.setType(type);
        element.setRepetition_type(FieldRepetitionType.OPTIONAL);
        return element;
    }

    @Override
    public long size() {
        return content.length;
    }

    @Override
    public byte[] read(long offset, int length) {
        reads.add(offset + "+" + length);
        return Arrays.copyOfRange(content, (int) offset, (int) Math.min(content.length, offset + length));
    }

    List<String> reads() {
        return reads;
    }
}
