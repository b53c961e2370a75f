package io.millrace.catalog.recovery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.sdkjson.SdkJsonException;
import io.millrace.catalog.sdkjson.SdkJsonReader;
import io.millrace.catalog.store.PartitionIndex;
import io.millrace.catalog.store.StoredEntity;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.Database;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.Table;

/** Reads a backup. Every fault of the file is an {@code InvalidInputException} that says what to do. */
final class BackupReader {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    BackupReader(Path file) {
        this.file = file;
    }

    /** Reads the file to its end and holds it against its checksum. */
    void verify() {
        read(row -> {});
    }

    /** Gives every row in the file's order. Rows may have been given before a fault is found; {@link #verify} first. */
    void read(Consumer<CatalogRow> visitor) {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            MessageDigest digest = Digests.sha256();
            String header = lines.readLine();
            checkHeader(header);
            update(digest, header);
            long rows = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode node = JSON.readTree(line);
                if (text(node, BackupFormat.KIND).equals(BackupFormat.END)) {
                    checkEnd(node, rows, digest);
                    return;
                }
                update(digest, line);
                visitor.accept(row(node));
                rows++;
            }
            throw damaged("it ends too early");
        } catch (NoSuchFileException e) {
            throw new CatalogException(CatalogErrorCode.INVALID_INPUT, "There is no backup " + file + ".", e);
        } catch (EOFException | ZipException | JsonProcessingException | SdkJsonException e) {
            throw new CatalogException(CatalogErrorCode.INVALID_INPUT, damagedText("it is cut or altered"), e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the backup " + file + ": " + e.getMessage(), e);
        }
    }

    private void checkHeader(@Nullable String header) throws JsonProcessingException {
        JsonNode node = header == null ? null : JSON.readTree(header);
        if (node == null || !node.path("format").asText().equals(BackupFormat.FORMAT)) {
            throw new CatalogException(
                    CatalogErrorCode.INVALID_INPUT, "The file " + file + " is no backup of a Millrace catalog.");
        }
        int version = node.path("version").asInt();
        if (version < 1 || version > BackupFormat.VERSION) {
            throw new CatalogException(
                    CatalogErrorCode.INVALID_INPUT,
                    "The backup %s has format version %d; this Millrace reads versions up to %d. Use the Millrace that wrote it, or a newer one."
                            .formatted(file, version, BackupFormat.VERSION));
        }
    }

    private void checkEnd(JsonNode end, long rows, MessageDigest digest) {
        if (end.path("rows").asLong(-1) != rows) {
            throw damaged("rows are missing");
        }
        if (!text(end, "sha256").equals(HexFormat.of().formatHex(digest.digest()))) {
            throw damaged("its checksum does not hold");
        }
    }

    private CatalogRow row(JsonNode node) {
        String definition = text(node, "definition");
        return switch (text(node, BackupFormat.KIND)) {
            case BackupFormat.DATABASE ->
                new CatalogRow.OfDatabase(SdkJsonReader.read(utf8(definition), Database.builder(), Database.class));
            case BackupFormat.TABLE -> new CatalogRow.OfTable(table(definition), archived(node), indexes(node));
            case BackupFormat.PARTITION ->
                new CatalogRow.OfPartition(SdkJsonReader.read(utf8(definition), Partition.builder(), Partition.class));
            case BackupFormat.ENTITY ->
                new CatalogRow.OfEntity(
                        new StoredEntity(text(node, "of"), texts(node.path("path")), text(node, "name"), definition));
            case BackupFormat.BOOKMARK -> BookmarkLines.bookmark(node);
            case BackupFormat.BATCH -> BookmarkLines.batch(node);
            case BackupFormat.INPUTS -> BookmarkLines.inputs(node);
            default -> throw damaged("it has a line of an unknown kind");
        };
    }

    private static List<Table> archived(JsonNode node) {
        return texts(node.path("archived")).stream().map(BackupReader::table).toList();
    }

    private static List<PartitionIndex> indexes(JsonNode node) {
        List<PartitionIndex> indexes = new ArrayList<>();
        for (JsonNode index : node.path("indexes")) {
            List<Integer> positions = new ArrayList<>();
            index.path("positions").forEach(position -> positions.add(position.asInt()));
            indexes.add(new PartitionIndex(text(index, "name"), positions));
        }
        return indexes;
    }

    private static Table table(String definition) {
        return SdkJsonReader.read(utf8(definition), Table.builder(), Table.class);
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    private static String text(JsonNode node, String member) {
        return node.path(member).asText();
    }

    private static void update(MessageDigest digest, String line) {
        digest.update(utf8(line));
        digest.update((byte) '\n');
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private CatalogException damaged(String how) {
        return new CatalogException(CatalogErrorCode.INVALID_INPUT, damagedText(how));
    }

    private String damagedText(String how) {
        return "The backup " + file + " is damaged: " + how + ". Nothing of it was restored.";
    }
}
