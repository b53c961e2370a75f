package io.millrace.server.storage.ordered;

/**
 * What a listing asks for.
 *
 * @param prefix what its keys begin with
 * @param folding whether the keys below a folder are one line
 * @param marker the key after which it begins; empty for the beginning
 */
record ListingScope(String bucket, String prefix, Folding folding, String marker) {
    /** Whether the keys below a folder are one line (the delimiter {@code /}), or each a line of its own. */
    enum Folding {
        FOLDERS,
        NOTHING
    }

    /** The same from another key on. */
    ListingScope after(String key) {
        return new ListingScope(bucket, prefix, folding, key);
    }

    boolean folds() {
        return folding == Folding.FOLDERS;
    }

    /** The folder that all the keys are in, with its slash; empty for the bucket itself. */
    String folder() {
        return prefix.substring(0, prefix.lastIndexOf('/') + 1);
    }

    /** What the names in that folder begin with. */
    String nameBeginning() {
        return prefix.substring(prefix.lastIndexOf('/') + 1);
    }

    /** Whether the listing still comes to the key. */
    boolean isAhead(String key) {
        return KeyOrder.isAfter(key, marker);
    }

    /** Whether it comes to this folder or to a key below it. */
    boolean reaches(String folder) {
        return isAhead(folder) || marker.startsWith(folder);
    }

    /** Whether the prefix names folders as the file system does: without empty names and those for this and the parent folder. */
    boolean isPlain() {
        return !prefix.startsWith("/")
                && !prefix.contains("//")
                && !("/" + prefix + "/").contains("/./")
                && !("/" + prefix + "/").contains("/../")
                && prefix.indexOf('\0') < 0;
    }
}
