package io.millrace.catalog.crawl.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.catalog.classify.UnreadableObjectException;
import io.millrace.catalog.crawl.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/**
 * The {@code metaData} action of a Parquet checkpoint (Delta's protocol, "Checkpoints"): one row of thousands has it, in columns
 * of its own, so that two column chunks of a few kilobytes are read and not the files' list.
 */
final class DeltaCheckpoint {
    private static final String METADATA = "metaData";
    private static final String SCHEMA = "schemaString";
    private static final String PARTITIONS = "partitionColumns";

    /** Footer length and magic. */
    private static final int TAIL_BYTES = 8;

    private static final int FIRST_READ_BYTES = 64 << 10;
    private static final int MAX_BYTES = 16 << 20;

    private DeltaCheckpoint() {}

    /** The action with its schema and partition columns; empty if another part of the checkpoint has it. */
    static Optional<JsonNode> read(MetadataObjects objects, StoredObject object)
            throws IOException, UnreadableObjectException {
        for (RowGroup group : footer(objects, object).getRow_groups()) {
            List<String> schemas = values(objects, object, group, SCHEMA);
            if (!schemas.isEmpty()) {
                ObjectNode action = JsonNodeFactory.instance.objectNode();
                action.put(SCHEMA, schemas.get(schemas.size() - 1));
                values(objects, object, group, PARTITIONS).forEach(action.withArray(PARTITIONS)::add);
                return Optional.of(action);
            }
        }
        return Optional.empty();
    }

    private static FileMetaData footer(MetadataObjects objects, StoredObject object)
            throws IOException, UnreadableObjectException {
        int tailLength = (int) Math.min(object.size(), FIRST_READ_BYTES);
        byte[] tail = tailLength < TAIL_BYTES
                ? new byte[TAIL_BYTES]
                : objects.bytes(object, object.size() - tailLength, tailLength);
        long length = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt(tail.length - TAIL_BYTES);
        if (length <= 0 || length > Math.min(MAX_BYTES, object.size() - TAIL_BYTES)) {
            throw damaged(object);
        }
        int start = tail.length - TAIL_BYTES - (int) length;
        byte[] footer = start >= 0 ? tail : objects.bytes(object, object.size() - TAIL_BYTES - length, (int) length);
        try {
            return Util.readFileMetaData(new ByteArrayInputStream(footer, Math.max(start, 0), (int) length));
        } catch (IOException | RuntimeException e) {
            throw damaged(object, e);
        }
    }

    private static List<String> values(MetadataObjects objects, StoredObject object, RowGroup group, String member)
            throws IOException, UnreadableObjectException {
        for (ColumnChunk chunk : group.getColumns()) {
            ColumnMetaData column = chunk.getMeta_data();
            List<String> path = column.getPath_in_schema();
            if (path.size() >= 2 && path.get(0).equals(METADATA) && path.get(1).equals(member)) {
                boolean dictionary = column.isSetDictionary_page_offset() && column.getDictionary_page_offset() > 0;
                long start = dictionary ? column.getDictionary_page_offset() : column.getData_page_offset();
                long length = column.getTotal_compressed_size();
                if (start < 0 || length <= 0 || length > MAX_BYTES || start + length > object.size()) {
                    throw damaged(object);
                }
                byte[] pages = objects.bytes(object, start, (int) length);
                try {
                    return new TextColumnChunk(column.getCodec(), path.size() > 2, MAX_BYTES).values(pages);
                } catch (IOException | RuntimeException e) {
                    throw damaged(object, e);
                }
            }
        }
        return List.of();
    }

    private static UnreadableObjectException damaged(StoredObject object) {
        return new UnreadableObjectException(
                "the Delta table's checkpoint %s is damaged".formatted(MetadataObjects.name(object)));
    }

    private static UnreadableObjectException damaged(StoredObject object, Exception e) {
        return new UnreadableObjectException(
                "the Delta table's checkpoint %s is damaged: %s"
                        .formatted(MetadataObjects.name(object), e.getMessage()),
                e);
    }
}
