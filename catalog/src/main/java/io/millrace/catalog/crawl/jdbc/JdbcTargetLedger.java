package io.millrace.catalog.crawl.jdbc;

import io.millrace.catalog.classify.FileSchema;
import io.millrace.catalog.crawl.ledger.FolderDigest;
import io.millrace.catalog.crawl.ledger.LedgerChunk;
import io.millrace.catalog.crawl.ledger.LedgerFolder;
import io.millrace.catalog.crawl.ledger.SeenObjects;
import io.millrace.catalog.crawl.ledger.TargetLedger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * A target's ledger as a log of chunks: what a crawl noted is added under a generation of its own, which {@link #commit} makes valid;
 * a folder is as the last chunk that has it says, also that it vanished. Chunks in which nothing is valid any more are removed, and when too many hold
 * little, all are written anew. In memory are the folders, and the objects of a few chunks.
 */
final class JdbcTargetLedger implements TargetLedger {
    private static final int FOLDERS_A_CHUNK = 2000;
    private static final int OBJECT_BYTES_A_CHUNK = 4 << 20;
    private static final int CHUNKS_IN_MEMORY = 8;

    /** Chunks wait for so many bytes: each transaction waits for the disk, and whoever notes a folder waits for it. */
    private static final int BYTES_A_TRANSACTION = 8 << 20;

    /** As many chunks are let be, beside twice as many as a fresh ledger would have. */
    private static final int SPARE_CHUNKS = 8;

    private static final Header NEVER_SEEN = new Header(0, "", 0, "");

    private final Jdbi jdbi;
    private final String crawler;
    private final String target;
    private final String fingerprint;
    private final Map<String, LedgerFolder> folders = new HashMap<>();
    private final Map<String, Place> places = new HashMap<>();
    private final Set<Long> chunks = new HashSet<>();
    private final Set<String> noted = new HashSet<>();
    private final Map<Long, byte[]> objects = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, byte[]> eldest) {
            return size() > CHUNKS_IN_MEMORY;
        }
    };
    private final List<Full> full = new ArrayList<>();
    private long fullBytes;
    private LedgerChunk.Writer pending = new LedgerChunk.Writer();
    private Header header = NEVER_SEEN;
    private boolean begun;

    private record Place(long chunk, LedgerChunk.Entry entry) {}

    private record Header(long id, String fingerprint, long generation, String catalogState) {}

    // Written as it is.
    @SuppressWarnings("ArrayRecordComponent")
    private record Full(byte[] folders, byte[] objects) {}

    // Read and taken apart at once.
    @SuppressWarnings("ArrayRecordComponent")
    private record Chunk(long id, byte[] folders) {}

    private JdbcTargetLedger(Jdbi jdbi, String crawler, String target, String fingerprint) {
        this.jdbi = jdbi;
        this.crawler = crawler;
        this.target = target;
        this.fingerprint = fingerprint;
    }

    static JdbcTargetLedger open(Jdbi jdbi, String crawler, String target, String fingerprint) {
        JdbcTargetLedger ledger = new JdbcTargetLedger(jdbi, crawler, target, fingerprint);
        jdbi.useTransaction(handle -> find(handle, crawler, target)
                .filter(found -> found.fingerprint().equals(fingerprint))
                .ifPresent(found -> {
                    ledger.header = found;
                    ledger.load(handle);
                }));
        return ledger;
    }

    private static Optional<Header> find(Handle handle, String crawler, String target) {
        return handle.createQuery("SELECT id, fingerprint, generation, catalog_state FROM glue_crawl_ledgers"
                        + " WHERE crawler = :crawler AND target = :target")
                .bind("crawler", crawler)
                .bind("target", target)
                .map((row, context) -> new Header(row.getLong(1), row.getString(2), row.getLong(3), row.getString(4)))
                .findOne();
    }

    /** Before the first writing: removes what was noted under another fingerprint, or by a crawl that did not end. */
    private void begin(Handle handle) {
        if (begun) {
            return;
        }
        if (header.equals(NEVER_SEEN)) {
            find(handle, crawler, target).ifPresent(old -> {
                handle.execute("DELETE FROM glue_crawl_ledger_chunks WHERE ledger_id = ?", old.id());
                handle.execute("DELETE FROM glue_crawl_ledgers WHERE id = ?", old.id());
            });
            handle.execute(
                    "INSERT INTO glue_crawl_ledgers (crawler, target, fingerprint, generation, catalog_state)"
                            + " VALUES (?, ?, ?, 0, '')",
                    crawler,
                    target,
                    fingerprint);
            header = find(handle, crawler, target).orElseThrow();
        }
        handle.execute(
                "DELETE FROM glue_crawl_ledger_chunks WHERE ledger_id = ? AND generation > ?",
                header.id(),
                header.generation());
        begun = true;
    }

    private void load(Handle handle) {
        Map<String, Optional<FileSchema>> schemas = new HashMap<>();
        List<Chunk> rows = handle.createQuery("SELECT id, folders FROM glue_crawl_ledger_chunks"
                        + " WHERE ledger_id = :ledger AND generation <= :generation ORDER BY generation, id")
                .bind("ledger", header.id())
                .bind("generation", header.generation())
                .map((row, context) -> new Chunk(row.getLong(1), row.getBytes(2)))
                .list();
        for (Chunk chunk : rows) {
            chunks.add(chunk.id());
            LedgerChunk.read(chunk.folders(), json -> schemas.computeIfAbsent(json, LedgerChunk::schema))
                    .forEach(entry -> {
                        folders.put(entry.folder().path(), entry.folder());
                        places.put(entry.folder().path(), new Place(chunk.id(), entry));
                    });
        }
        // A folder of which a commit said that it vanished has no objects, and unless it is remembered no content.
        folders.values()
                .removeIf(folder ->
                        folder.digest().objects() == 0 && folder.content().isEmpty());
    }

    @Override
    public Map<String, LedgerFolder> folders() {
        return Collections.unmodifiableMap(folders);
    }

    @Override
    public synchronized SeenObjects objects(String path) {
        Place place = places.get(path);
        if (place == null || place.entry().objects() == 0) {
            return SeenObjects.UNKNOWN;
        }
        byte[] bytes = objects.computeIfAbsent(
                place.chunk(),
                chunk -> jdbi.withHandle(
                        handle -> handle.createQuery("SELECT objects FROM glue_crawl_ledger_chunks WHERE id = :id")
                                .bind("id", chunk)
                                .mapTo(byte[].class)
                                .one()));
        return LedgerChunk.objects(bytes, place.entry());
    }

    @Override
    public String catalogState() {
        return header.catalogState();
    }

    @Override
    public synchronized void note(LedgerFolder folder, SeenObjects seen) {
        noted.add(folder.path());
        pending.add(folder, seen);
        if (pending.folderCount() >= FOLDERS_A_CHUNK || pending.objectBytes() >= OBJECT_BYTES_A_CHUNK) {
            fill();
        }
        if (fullBytes >= BYTES_A_TRANSACTION) {
            jdbi.useTransaction(this::flush);
        }
    }

    private void fill() {
        if (pending.folderCount() > 0) {
            Full chunk = new Full(pending.folders(), pending.objects());
            full.add(chunk);
            fullBytes += chunk.folders().length + chunk.objects().length;
            pending = new LedgerChunk.Writer();
        }
    }

    private void flush(Handle handle) {
        begin(handle);
        fill();
        for (Full chunk : full) {
            handle.execute(
                    "INSERT INTO glue_crawl_ledger_chunks (ledger_id, generation, folders, objects) VALUES (?, ?, ?, ?)",
                    header.id(),
                    header.generation() + 1,
                    chunk.folders(),
                    chunk.objects());
        }
        full.clear();
        fullBytes = 0;
    }

    @Override
    public synchronized void commit(Collection<String> vanished, String state) {
        for (String path : vanished) {
            note(gone(path), SeenObjects.UNKNOWN);
        }
        jdbi.useTransaction(handle -> {
            flush(handle);
            removeReplaced(handle);
            handle.execute(
                    "UPDATE glue_crawl_ledgers SET generation = ?, catalog_state = ? WHERE id = ?",
                    header.generation() + 1,
                    state,
                    header.id());
        });
    }

    private static LedgerFolder gone(String path) {
        return new LedgerFolder(path, FolderDigest.EMPTY, Optional.empty(), List.of());
    }

    /** Removes chunks of which nothing is valid any more; when there are still many more than needed, writes what is valid anew. */
    private void removeReplaced(Handle handle) {
        Set<Long> valid = new HashSet<>();
        List<String> kept = new ArrayList<>();
        places.forEach((path, place) -> {
            if (!noted.contains(path)) {
                // That a folder vanished is valid too: an older chunk may still have it.
                valid.add(place.chunk());
                if (folders.containsKey(path)) {
                    kept.add(path);
                }
            }
        });
        int enough = 2 * (kept.size() / FOLDERS_A_CHUNK) + SPARE_CHUNKS;
        if (valid.size() > enough) {
            Collections.sort(kept);
            for (String path : kept) {
                note(folderOf(path), objects(path));
            }
            flush(handle);
            valid.clear();
        }
        for (Long chunk : chunks) {
            if (!valid.contains(chunk)) {
                handle.execute("DELETE FROM glue_crawl_ledger_chunks WHERE id = ?", chunk);
            }
        }
    }

    private LedgerFolder folderOf(String path) {
        return Optional.ofNullable(folders.get(path)).orElseThrow();
    }
}
