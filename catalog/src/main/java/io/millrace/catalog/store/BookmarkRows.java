package io.millrace.catalog.store;

import io.millrace.catalog.store.Batch.State;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Bookmarks, their batches and the objects that these read. They have no history: of the past they cannot be read. Texts are compared as
 * they are.
 */
public interface BookmarkRows {
    /** The bookmark, or empty. */
    Optional<Bookmark> find(BookmarkName name);

    /** The bookmarks of a job, by database and table. */
    List<Bookmark> ofJob(String job);

    /** Adds a bookmark whose name is free; the store gives it an id. */
    Bookmark insert(BookmarkName name, long version, String digest);

    /** Replaces version and digest of the bookmark with this id. */
    void update(Bookmark bookmark);

    /** The batch of that name, or empty. */
    Optional<Batch> findBatch(Bookmark bookmark, String name);

    /** The batches in this state; committed and dropped ones in the order of their commits, others as they were staged. */
    List<Batch> batches(Bookmark bookmark, State state);

    /** Adds a batch whose name is free in the bookmark; the store gives it an id. */
    Batch insertBatch(Bookmark bookmark, Batch batch);

    /** Replaces the batch with this id. */
    void updateBatch(Batch batch);

    /** Removes batches and their inputs. */
    void removeBatches(Bookmark bookmark, List<Batch> batches);

    /** Adds inputs; tells how many of them the batch did not have. */
    int addInputs(Bookmark bookmark, Batch batch, List<BatchInput> inputs);

    /** Those of the objects that committed batches read, by URI, as the last of these read them. */
    default Map<String, BatchInput> processed(Bookmark bookmark, List<String> uris) {
        return processed(bookmark, uris, 0, Long.MAX_VALUE);
    }

    /** The same of batches whose {@link Batch#version} is greater than {@code after} and at most {@code upTo}. */
    Map<String, BatchInput> processed(Bookmark bookmark, List<String> uris, long after, long upTo);

    /** Visits all bookmarks. */
    void forEach(Consumer<Bookmark> visitor);

    /** Visits a batch's inputs by URI. Reads all inputs of the bookmark: for backups. */
    void forEachInput(Bookmark bookmark, Batch batch, Consumer<BatchInput> visitor);
}
