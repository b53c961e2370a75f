package io.millrace.catalog.crawl.ledger;

import io.millrace.catalog.classify.FileSchema;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Some folders in two runs of bytes: the folders themselves, and the marks of their objects, which are read only when a folder
 * has changed. Each schema is written once.
 */
public final class LedgerChunk {
    private static final int FORMAT = 1;

    private LedgerChunk() {}

    /**
     * A folder and where the marks of its objects lie.
     *
     * @param firstObject how many marks come before its own
     * @param objects how many it has
     */
    public record Entry(LedgerFolder folder, int firstObject, int objects) {}

    /** Collects folders for one chunk. Not thread-safe. */
    public static final class Writer {
        private final IdentityHashMap<FileSchema, Integer> places = new IdentityHashMap<>();
        private final List<String> schemas = new ArrayList<>();
        private final List<LedgerFolder> folders = new ArrayList<>();
        private final List<Integer> counts = new ArrayList<>();
        private final ByteArrayOutputStream objects = new ByteArrayOutputStream();

        /** Adds a folder. */
        public void add(LedgerFolder folder, SeenObjects seen) {
            folder.content()
                    .ifPresent(content -> places.computeIfAbsent(content.schema(), schema -> {
                        schemas.add(SchemaJson.write(schema));
                        return schemas.size() - 1;
                    }));
            folders.add(folder);
            counts.add(seen.size());
            objects.writeBytes(seen.encode());
        }

        /** How many folders there are. */
        public int folderCount() {
            return folders.size();
        }

        /** How many bytes the marks have. */
        public int objectBytes() {
            return objects.size();
        }

        /** The marks of the objects. */
        public byte[] objects() {
            return objects.toByteArray();
        }

        /** The folders. */
        public byte[] folders() {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (DataOutputStream out = new DataOutputStream(bytes)) {
                out.writeInt(FORMAT);
                out.writeInt(schemas.size());
                for (String schema : schemas) {
                    writeText(out, schema);
                }
                out.writeInt(folders.size());
                for (int i = 0; i < folders.size(); i++) {
                    write(out, folders.get(i), counts.get(i));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return bytes.toByteArray();
        }

        private void write(DataOutputStream out, LedgerFolder folder, int count) throws IOException {
            writeText(out, folder.path());
            FolderDigest digest = folder.digest();
            for (long part : new long[] {digest.objects(), digest.bytes(), digest.sum(), digest.exclusiveOr()}) {
                out.writeLong(part);
            }
            out.writeInt(count);
            out.writeInt(folder.content()
                    .map(content -> places.get(content.schema()))
                    .orElse(-1));
            if (folder.content().isPresent()) {
                LedgerFolder.Content content = folder.content().get();
                for (long part :
                        new long[] {content.objects(), content.bytes(), content.records(), content.dataBytes()}) {
                    out.writeLong(part);
                }
            }
            out.writeInt(folder.skipped().size());
            for (String sentence : folder.skipped()) {
                writeText(out, sentence);
            }
        }
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }

    /**
     * The folders of a chunk, or nothing if another version of Millrace wrote it.
     *
     * @param shared gives equal schemas the same object
     */
    public static List<Entry> read(byte[] folders, Function<String, Optional<FileSchema>> shared) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(folders))) {
            if (in.readInt() != FORMAT) {
                return List.of();
            }
            List<FileSchema> schemas = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                Optional<FileSchema> schema = shared.apply(readText(in));
                if (schema.isEmpty()) {
                    return List.of();
                }
                schemas.add(schema.get());
            }
            List<Entry> entries = new ArrayList<>();
            int firstObject = 0;
            for (int left = in.readInt(); left > 0; left--) {
                Entry entry = readEntry(in, schemas, firstObject);
                firstObject += entry.objects();
                entries.add(entry);
            }
            return entries;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Entry readEntry(DataInputStream in, List<FileSchema> schemas, int firstObject) throws IOException {
        String path = readText(in);
        FolderDigest digest = new FolderDigest(in.readLong(), in.readLong(), in.readLong(), in.readLong());
        int count = in.readInt();
        int schema = in.readInt();
        Optional<LedgerFolder.Content> content = schema < 0
                ? Optional.empty()
                : Optional.of(new LedgerFolder.Content(
                        schemas.get(schema), in.readLong(), in.readLong(), in.readLong(), in.readLong()));
        List<String> skipped = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            skipped.add(readText(in));
        }
        return new Entry(new LedgerFolder(path, digest, content, skipped), firstObject, count);
    }

    private static String readText(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }

    /** The schema that was written as {@code json}; empty if a version wrote it whose types are no more. */
    public static Optional<FileSchema> schema(String json) {
        return SchemaJson.read(json);
    }

    /** The marks of a folder's objects. */
    public static SeenObjects objects(byte[] objects, Entry entry) {
        int bytes = SeenObjects.BYTES;
        return SeenObjects.decode(
                ByteBuffer.wrap(objects, entry.firstObject() * bytes, entry.objects() * bytes), entry.objects());
    }
}
