package io.millrace.catalog.crawl.ledger;

import io.millrace.catalog.classify.FileSchema;
import java.util.List;
import java.util.Optional;

/**
 * What a crawl found in a folder.
 *
 * @param path its key prefix below the target, empty or with a slash at its end
 * @param content what its objects hold; empty if none of them could be read
 * @param skipped one sentence for each of the first of its objects that could not be read
 */
public record LedgerFolder(String path, FolderDigest digest, Optional<Content> content, List<String> skipped) {
    /** Copies the list. */
    public LedgerFolder {
        skipped = List.copyOf(skipped);
    }

    /** Whether it has no objects any more, and only what they held is known. */
    public boolean isRemembered() {
        return digest.objects() == 0 && content.isPresent();
    }

    /**
     * What objects hold.
     *
     * @param schema their joined schema
     * @param objects how many there are
     * @param bytes their size
     * @param records about how many records they have
     * @param dataBytes about how many bytes these records take uncompressed
     */
    public record Content(FileSchema schema, long objects, long bytes, long records, long dataBytes) {}
}
