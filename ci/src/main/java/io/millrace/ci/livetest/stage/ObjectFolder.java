package io.millrace.ci.livetest.stage;

/**
 * A folder of a bucket.
 *
 * @param bucket the bucket
 * @param prefix the keys' prefix; empty or ending in a slash
 */
public record ObjectFolder(String bucket, String prefix) {
    private static final String SCHEME = "s3://";

    /** Reads {@code s3://bucket/prefix/}. */
    public static ObjectFolder parse(String uri) {
        int slash = uri.indexOf('/', SCHEME.length());
        if (!uri.startsWith(SCHEME) || slash == SCHEME.length()) {
            throw new IllegalArgumentException("A folder is s3://BUCKET/PREFIX/, but this is " + uri);
        }
        if (slash < 0) {
            return new ObjectFolder(uri.substring(SCHEME.length()), "");
        }
        String prefix = uri.substring(slash + 1);
        return new ObjectFolder(
                uri.substring(SCHEME.length(), slash),
                prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/");
    }

    @Override
    public String toString() {
        return SCHEME + bucket + "/" + prefix;
    }
}
