package io.millrace.catalog.layout;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * What a crawler calls a table: the prefix and the last folder of its location (the bucket for a whole bucket; the folder above where a
 * key has two slashes), lower-cased, anything but {@code a-z}, digits and {@code _} replaced by {@code _}, at most 128 characters. Where that name is taken by
 * a table elsewhere, {@code _} and 32 hex digits follow, which are the location's MD5, so that the next crawl gives the same name.
 */
public final class TableNames {
    /** Glue's limit (developer guide, "define-crawler"). */
    public static final int MAX_PREFIX_LENGTH = 64;

    private static final int MAX_LENGTH = 128;

    private TableNames() {}

    /** The name for a location such as {@code s3://bucket/raw/trips/}. */
    public static String of(String prefix, String location) {
        String path = location.replaceAll("/+$", "");
        // A database's table has no URI but db.schema.table, which is its name as a whole.
        String folder = path.contains("://") ? path.substring(path.lastIndexOf('/') + 1) : path;
        String name = (prefix + PartitionNames.unescape(folder))
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9_]", "_");
        return name.length() > MAX_LENGTH ? name.substring(0, MAX_LENGTH) : name;
    }

    /** The name to use when {@link #of} is taken. */
    public static String unambiguous(String prefix, String location) {
        String suffix = "_" + md5(location);
        String name = of(prefix, location);
        return name.substring(0, Math.min(name.length(), MAX_LENGTH - suffix.length())) + suffix;
    }

    private static String md5(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has MD5", e);
        }
    }
}
