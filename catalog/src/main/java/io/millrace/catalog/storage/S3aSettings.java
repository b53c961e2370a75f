package io.millrace.catalog.storage;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The same settings as {@link S3Clients} for Hadoop's S3A file system (properties of core-default.xml, Hadoop 3.4). Pure: no
 * Hadoop class is used, so that the catalog stays free of it.
 */
public final class S3aSettings {
    private static final String SIMPLE_CREDENTIALS = "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider";
    private static final String DEFAULT_CREDENTIALS =
            "software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider";

    private S3aSettings() {}

    /** The {@code fs.s3a.*} properties. The values hold the secret key: log only the names. */
    public static Map<String, String> properties(S3Settings settings) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("fs.s3a.impl", "org.apache.hadoop.fs.s3a.S3AFileSystem");
        settings.endpoint().ifPresent(uri -> {
            properties.put("fs.s3a.endpoint", uri.toString());
            properties.put("fs.s3a.path.style.access", "true");
            properties.put("fs.s3a.connection.ssl.enabled", Boolean.toString("https".equals(uri.getScheme())));
        });
        properties.put("fs.s3a.endpoint.region", settings.region());
        credentials(settings, properties);
        safeForB2(properties);
        commits(properties);
        patience(properties);
        return properties;
    }

    private static void credentials(S3Settings settings, Map<String, String> properties) {
        settings.credentials()
                .ifPresentOrElse(
                        key -> {
                            properties.put("fs.s3a.aws.credentials.provider", SIMPLE_CREDENTIALS);
                            properties.put("fs.s3a.access.key", key.accessKeyId());
                            properties.put("fs.s3a.secret.key", key.secretAccessKey());
                        },
                        () -> properties.put("fs.s3a.aws.credentials.provider", DEFAULT_CREDENTIALS));
    }

    private static void safeForB2(Map<String, String> properties) {
        // B2 refuses the checksum headers and wants Content-MD5 on bulk deletes (apache/hadoop#8059).
        properties.put("fs.s3a.checksum.generation", "false");
        properties.put("fs.s3a.checksum.validation", "false");
        properties.put("fs.s3a.request.md5.header", "true");
        // A key that is restricted to a prefix may not look at the bucket as a whole.
        properties.put("fs.s3a.bucket.probe", "0");
        properties.put("fs.s3a.list.version", "2");
    }

    private static void commits(Map<String, String> properties) {
        properties.put("fs.s3a.committer.name", "magic");
        properties.put("fs.s3a.committer.magic.enabled", "true");
        properties.put("fs.s3a.multipart.size", "64M");
        properties.put("fs.s3a.connection.maximum", "64");
        properties.put("fs.s3a.threads.max", "32");
        properties.put(
                "mapreduce.outputcommitter.factory.scheme.s3a", "org.apache.hadoop.fs.s3a.commit.S3ACommitterFactory");
    }

    private static void patience(Map<String, String> properties) {
        // A store that answers 503 a few times is survived (the SDK's attempts, then S3A's with doubling pauses); one
        // that is
        // dead is given up within a minute. Hadoop's defaults take several minutes for that.
        properties.put("fs.s3a.attempts.maximum", "3");
        properties.put("fs.s3a.retry.limit", "4");
        properties.put("fs.s3a.retry.interval", "300ms");
        // Each attempt is four of the SDK's; with eight here a dead store was given up after three minutes.
        properties.put("fs.s3a.retry.throttle.limit", "5");
        properties.put("fs.s3a.retry.throttle.interval", "200ms");
        properties.put("fs.s3a.connection.establish.timeout", "15s");
    }
}
