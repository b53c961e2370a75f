package io.millrace.catalog.crawl;

import io.millrace.catalog.crawl.ledger.FolderDigest;
import io.millrace.catalog.crawl.ledger.LedgerFolder;
import java.util.List;
import java.util.Optional;

/**
 * A folder as a crawl found it.
 *
 * @param path its key prefix below the target
 * @param schema empty if none of its objects can be read
 * @param skipped one sentence for each of the first of its objects that were skipped
 * @param state how it compares with the ledger
 */
record ScannedFolder(
        String path, FolderDigest digest, Optional<FolderSchema> schema, List<String> skipped, State state) {
    /** What is told of one folder. */
    static final int MAX_SKIPPED = 5;

    /** How a folder compares with the ledger. */
    enum State {
        /** No crawl saw it before. */
        NEW,
        /** It has other objects than at the last crawl. */
        CHANGED,
        /** It is as it was. */
        SAME,
        /** An object changed or could not be reached while it was read: the next crawl looks again. */
        UNSETTLED
    }

    ScannedFolder {
        skipped = List.copyOf(skipped);
    }

    static ScannedFolder unchanged(LedgerFolder folder, SchemaPool pool) {
        return new ScannedFolder(
                folder.path(),
                folder.digest(),
                folder.content().map(content -> schema(content, pool)),
                folder.skipped(),
                State.SAME);
    }

    static FolderSchema schema(LedgerFolder.Content content, SchemaPool pool) {
        return new FolderSchema(
                pool.shared(content.schema()),
                content.objects(),
                content.bytes(),
                content.records(),
                content.dataBytes());
    }

    LedgerFolder toLedger() {
        return new LedgerFolder(
                path,
                digest,
                schema.map(found -> new LedgerFolder.Content(
                        found.schema(), found.objects(), found.bytes(), found.records(), found.dataBytes())),
                skipped);
    }

    ScannedFolder with(State other) {
        return new ScannedFolder(path, digest, schema, skipped, other);
    }
}
