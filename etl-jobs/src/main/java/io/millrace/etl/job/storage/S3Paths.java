package io.millrace.etl.job.storage;

import java.net.URI;
import java.net.URISyntaxException;
import org.apache.hadoop.fs.Path;

/** Locations as the catalog writes them ({@code s3://}) and as Hadoop reads them ({@code s3a://}). */
public final class S3Paths {
    private S3Paths() {}

    /** The path for Hadoop. Other schemes, such as {@code file:}, stay. */
    public static Path toHadoop(String location) {
        return new Path(location.replaceFirst("^s3n?://", "s3a://"));
    }

    /** The file's address as the catalog writes it. */
    public static String uri(Path file) {
        return file.toString().replaceFirst("^s3[an]://", "s3://");
    }

    /** The location with one slash at the end, for comparisons. */
    public static String folder(String location) {
        return location.replaceFirst("^s3[an]://", "s3://").replaceFirst("/*$", "/");
    }

    /** The bucket of {@code s3://bucket/prefix/}; of other locations what stands there. */
    static String bucket(String location) {
        return location.replaceFirst("^[a-z0-9]+://", "").replaceFirst("/.*$", "");
    }

    /** Whether Hadoop can reach a bucket of that name: it takes it for a host's. Other schemes are not looked at. */
    public static boolean hasReachableBucket(String location) {
        if (!location.matches("^s3[an]?://.*")) {
            return true;
        }
        try {
            return new URI("s3", "//" + bucket(location), null).getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** Whether one of the folders lies in the other, or is the other. */
    public static boolean overlap(String one, String other) {
        String first = comparable(one);
        String second = comparable(other);
        return first.startsWith(second) || second.startsWith(first);
    }

    /** {@code file:/a} and {@code file:///a} are one place. */
    private static String comparable(String location) {
        return folder(location).replaceFirst("^file:/+", "file:///");
    }
}
