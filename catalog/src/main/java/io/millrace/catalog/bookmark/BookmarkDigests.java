package io.millrace.catalog.bookmark;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The digests of bookmarks: a chain over the batches that count, so that equal states of a bookmark have equal digests. */
final class BookmarkDigests {
    /** Of a bookmark without batches. */
    static final String NOTHING = "0".repeat(64);

    private BookmarkDigests() {}

    static String after(String before, String batch) {
        try {
            byte[] link = (before + ":" + batch).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(link));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
