package io.millrace.server.storage;

import io.millrace.catalog.storage.S3Clients;
import io.millrace.catalog.storage.S3Settings;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A configured S3 endpoint, such as Backblaze B2 or AWS's own. Nothing is started; the key was tried once. */
public final class ExternalObjectStore implements ObjectStore {
    // https://www.backblaze.com/docs/cloud-storage-s3-compatible-app-keys: the master key is refused. Its id is the
    // account id,
    // 12 hexadecimal digits; an application key's id has 25.
    private static final Pattern B2_MASTER_KEY_ID = Pattern.compile("[0-9a-f]{12}");
    private static final int NOT_FOUND = 404;
    private static final int FORBIDDEN = 403;

    private final S3Settings settings;

    private ExternalObjectStore(S3Settings settings) {
        this.settings = settings;
    }

    /** A store that is not tried before it is used. */
    public static ExternalObjectStore of(S3Settings settings) {
        refuseB2MasterKey(settings);
        return new ExternalObjectStore(settings);
    }

    /**
     * Checks with one listing that the key may read the place that the data is in. HeadBucket and ListBuckets are not used:
     * a B2 key that is restricted to a bucket or prefix may do neither.
     *
     * @param settings the endpoint, region and key
     * @param bucket the bucket to list
     * @param prefix the prefix to list, which must be within that of a prefix-restricted key; empty for the whole bucket
     * @throws ObjectStoreException if the listing is refused, with what to change
     */
    public static ExternalObjectStore connect(S3Settings settings, String bucket, String prefix) {
        refuseB2MasterKey(settings);
        try (S3Client client = S3Clients.create(settings)) {
            client.listObjectsV2(ListObjectsV2Request.builder()
                    .bucket(bucket)
                    .prefix(prefix)
                    .maxKeys(1)
                    .build());
        } catch (S3Exception e) {
            throw refused(settings, bucket, prefix, e);
        } catch (SdkClientException e) {
            throw new ObjectStoreException(
                    "Cannot reach the object store at " + endpoint(settings) + ": " + e.getMessage(), e);
        }
        return new ExternalObjectStore(settings);
    }

    private static void refuseB2MasterKey(S3Settings settings) {
        boolean b2 = settings.endpoint().map(ExternalObjectStore::isB2).orElse(false);
        boolean master = settings.credentials()
                .map(key -> B2_MASTER_KEY_ID.matcher(key.accessKeyId()).matches())
                .orElse(false);
        if (b2 && master) {
            throw new ObjectStoreException(
                    "The key is the Backblaze account's master key, which B2's S3 API refuses; create an application key"
                            + " for the bucket and use its keyID and applicationKey");
        }
    }

    private static boolean isB2(URI endpoint) {
        return endpoint.getHost().toLowerCase(Locale.ROOT).endsWith(".backblazeb2.com");
    }

    private static ObjectStoreException refused(S3Settings settings, String bucket, String prefix, S3Exception error) {
        String code = error.awsErrorDetails() == null
                ? ""
                : String.valueOf(error.awsErrorDetails().errorCode());
        String reason = reason(code, error, settings, prefix);
        return new ObjectStoreException(
                "Cannot list s3://" + bucket + "/" + prefix + " at " + endpoint(settings) + ": " + reason, error);
    }

    private static String reason(String code, S3Exception error, S3Settings settings, String prefix) {
        return switch (code) {
            case "InvalidAccessKeyId" ->
                "the access key id is not known there; check it, and that it belongs to this" + " endpoint's region";
            case "SignatureDoesNotMatch" -> "the secret access key does not fit the access key id";
            case "AuthorizationHeaderMalformed", "PermanentRedirect" ->
                "the bucket is not in region " + settings.region() + "; use the bucket's own endpoint and region";
            case "RequestTimeTooSkewed" -> "this machine's clock differs too much from the store's";
            default -> byStatus(code, error, prefix);
        };
    }

    private static String byStatus(String code, S3Exception error, String prefix) {
        if (error.statusCode() == NOT_FOUND) {
            return "the bucket does not exist; create it, or correct its name";
        }
        if (error.statusCode() == FORBIDDEN) {
            return prefix.isEmpty()
                    ? "the key may not list the whole bucket; if it is restricted to a prefix, configure that prefix"
                    : "the key may not list this prefix; it needs listFiles and readFiles (s3:ListBucket, s3:GetObject)"
                            + " for it";
        }
        return "the store answered " + error.statusCode() + " " + code;
    }

    private static String endpoint(S3Settings settings) {
        return settings.endpoint().map(URI::toString).orElse("Amazon S3 in " + settings.region());
    }

    @Override
    public S3Settings settings() {
        return settings;
    }

    @Override
    public void close() {
        // Nothing was started: clients belong to those who create them.
    }
}
