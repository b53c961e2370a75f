package io.millrace.catalog.recovery;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.catalog.sdkjson.SdkJsonWriter;
import io.millrace.catalog.store.PartitionIndex;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.function.Consumer;
import software.amazon.awssdk.core.SdkPojo;

/** Writes the lines of a backup. */
final class BackupWriter implements Consumer<CatalogRow> {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final OutputStream out;
    private final MessageDigest digest = Digests.sha256();
    private long rows;

    BackupWriter(OutputStream out, Instant createdAt) {
        this.out = out;
        line(JSON.createObjectNode()
                .put("format", BackupFormat.FORMAT)
                .put("version", BackupFormat.VERSION)
                .put("createdAt", createdAt.toString()));
    }

    @Override
    public void accept(CatalogRow row) {
        ObjectNode line = JSON.createObjectNode();
        if (row instanceof CatalogRow.OfDatabase database) {
            line.put(BackupFormat.KIND, BackupFormat.DATABASE).put("definition", json(database.database()));
        } else if (row instanceof CatalogRow.OfTable table) {
            line.put(BackupFormat.KIND, BackupFormat.TABLE).put("definition", json(table.table()));
            ArrayNode versions = line.putArray("archived");
            table.archived().forEach(version -> versions.add(json(version)));
            ArrayNode indexes = line.putArray("indexes");
            table.indexes().forEach(index -> index(indexes.addObject(), index));
        } else if (row instanceof CatalogRow.OfPartition partition) {
            line.put(BackupFormat.KIND, BackupFormat.PARTITION).put("definition", json(partition.partition()));
        } else if (row instanceof CatalogRow.OfEntity entity) {
            line.put(BackupFormat.KIND, BackupFormat.ENTITY)
                    .put("of", entity.entity().kind())
                    .put("name", entity.entity().name())
                    .put("definition", entity.entity().definition());
            ArrayNode path = line.putArray("path");
            entity.entity().path().forEach(path::add);
        } else {
            BookmarkLines.write(row, line);
        }
        line(line);
        rows++;
    }

    /** Writes the last line; the stream is the caller's to close. */
    long finish() {
        String checksum = HexFormat.of().formatHex(digest.digest());
        line(JSON.createObjectNode()
                .put(BackupFormat.KIND, BackupFormat.END)
                .put("rows", rows)
                .put("sha256", checksum));
        return rows;
    }

    private void line(ObjectNode node) {
        try {
            byte[] bytes = (JSON.writeValueAsString(node) + "\n").getBytes(StandardCharsets.UTF_8);
            digest.update(bytes);
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the backup: " + e.getMessage(), e);
        }
    }

    private static void index(ObjectNode node, PartitionIndex index) {
        ArrayNode positions = node.put("name", index.name()).putArray("positions");
        index.positions().forEach(positions::add);
    }

    private static String json(SdkPojo entity) {
        return new String(SdkJsonWriter.write(entity), StandardCharsets.UTF_8);
    }
}
