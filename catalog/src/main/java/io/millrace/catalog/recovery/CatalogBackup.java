package io.millrace.catalog.recovery;

import io.millrace.catalog.store.CatalogStore;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.zip.GZIPOutputStream;

/**
 * Backups of the catalog as files, from any store into any store, while servers run: a backup is one consistent snapshot, and a
 * restore appears as a whole or not at all. Bookmarks of jobs are in it, so that a restored catalog does not read everything again. Not in a backup: access keys and policies, history, and what each server keeps for
 * itself (crawlers, jobs, triggers, functions, queries). Secrets of connections stay sealed with the master key.
 */
public final class CatalogBackup {
    private final CatalogStore store;
    private final InstantSource clock;

    /** Backups of a store. */
    public CatalogBackup(CatalogStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * Writes a backup, which has its name only when it is whole and on disk.
     *
     * @return number of rows in it
     * @throws UncheckedIOException if the file exists or cannot be written
     */
    public long write(Path file) {
        Path draft = file.resolveSibling(file.getFileName() + ".part");
        try {
            if (Files.exists(file)) {
                throw new FileAlreadyExistsException(file.toString());
            }
            long rows;
            try (OutputStream out = new GZIPOutputStream(new BufferedOutputStream(Files.newOutputStream(draft)))) {
                BackupWriter writer = new BackupWriter(out, clock.instant());
                store.read(tx -> {
                    CatalogWalk.visitAll(tx, writer);
                    BookmarkWalk.visit(tx.bookmarks(), CatalogSelection.ALL, writer);
                    return true;
                });
                rows = writer.finish();
            }
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(draft, file);
            return rows;
        } catch (FileAlreadyExistsException e) {
            throw new UncheckedIOException("The file " + file + " exists; a backup overwrites none", e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the backup " + file + ": " + e.getMessage(), e);
        } finally {
            removeQuietly(draft);
        }
    }

    private static void removeQuietly(Path draft) {
        try {
            Files.deleteIfExists(draft);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot remove the unfinished backup " + draft, e);
        }
    }

    /**
     * Restores a backup, after its checksum was verified.
     *
     * @param suffix what the names of the databases get at their end; empty for their own names
     * @throws io.millrace.catalog.CatalogException if the file is damaged or of another version, or a database's name is taken
     */
    public RestoreReport restore(Path file, String suffix) {
        BackupReader reader = new BackupReader(file);
        reader.verify();
        return store.write(tx -> {
            CatalogLoad load = new CatalogLoad(tx, suffix);
            reader.read(load);
            return load.finish();
        });
    }
}
