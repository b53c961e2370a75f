package io.millrace.catalog.crawl;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.List;

/**
 * The calls that a crawl makes to an object store. Thread-safe. Failures are {@link IOException}s whose message names the
 * object and the reason and is shown to the user; {@link java.nio.file.NoSuchFileException} says that the object is gone.
 */
public interface ObjectReader {
    /** How many keys a page of a listing has at most (S3's own limit). */
    int PAGE_KEYS = 1000;

    /** Is given a listing page by page. */
    @FunctionalInterface
    interface PageConsumer {
        /** Takes the page of one request, whose objects are in order of their keys; says whether the next is wanted. */
        Next accept(List<StoredObject> page) throws IOException;

        /**
         * A folder below the prefix may not be opened, so its objects are not in the listing, which goes on. Who does not expect it has it thrown.
         *
         * @param folder its prefix, with a slash at its end
         */
        default void refused(String folder, AccessDeniedException why) throws IOException {
            throw why;
        }
    }

    /** Whether a listing goes on. */
    enum Next {
        PAGE,
        END
    }

    /** How many ranges of one listing are worth asking for at once: several where a page is a request to wait for. */
    default int rangesAtOnce() {
        return 8;
    }

    /** How many small objects one thread had better read in a row: several where reading one takes no longer than handing it over. */
    default int readsATask() {
        return 1;
    }

    /**
     * Gives all objects whose key starts with {@code prefix} and comes after {@code after}, in order of their keys, one page a request.
     *
     * @throws AccessDeniedException if the prefix itself may not be listed
     */
    void list(String bucket, String prefix, String after, PageConsumer pages) throws IOException;

    /**
     * Up to a thousand folders directly below {@code prefix} (empty, or with a slash at its end) that come after {@code after}, as
     * prefixes with a slash at their end, in order; one request.
     */
    List<String> listFolders(String bucket, String prefix, String after) throws IOException;

    /** The object's bytes from {@code offset} on, {@code length} (at least one) of them or fewer at its end. */
    ObjectPart read(StoredObject object, long offset, int length) throws IOException;
}
