package io.millrace.server.cloudformation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.cloudformation.resource.ResourceException;
import io.millrace.cloudformation.resource.s3.BucketSettings;
import io.millrace.server.event.ObjectNotification;
import io.millrace.server.event.ObjectPoller;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/**
 * Buckets' settings in the server's database, with their notifications at the poller that finds new objects. A function that S3
 * may not invoke for the bucket is refused, as S3 refuses it. Thread-safe; changes happen one after the other.
 */
public final class StoredBucketSettings implements BucketSettings {
    private static final String ACCOUNT = "000000000000";
    private static final String SERVICE = "s3.amazonaws.com";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Jdbi jdbi;
    private final ObjectPoller poller;
    private final InvocationPolicy policy;

    /**
     * Settings in a database.
     *
     * @param jdbi a database with the server's migrations
     * @param policy asked before a function is notified
     */
    public StoredBucketSettings(Jdbi jdbi, ObjectPoller poller, InvocationPolicy policy) {
        this.jdbi = jdbi;
        this.poller = poller;
        this.policy = policy;
    }

    /** Watches every notification that was put before. Called once, before the poller starts. */
    public void watchAll() {
        List<String> buckets = jdbi.withHandle(handle -> handle.select("SELECT bucket FROM bucket_settings")
                .mapTo(String.class)
                .list());
        for (String bucket : buckets) {
            notifications(bucket).forEach(poller::watch);
        }
    }

    @Override
    public Optional<Settings> find(String bucket) {
        return jdbi.withHandle(handle -> handle.select("SELECT settings FROM bucket_settings WHERE bucket = ?", bucket)
                .mapTo(String.class)
                .map(StoredBucketSettings::read)
                .findOne());
    }

    @Override
    public synchronized void put(String bucket, Settings settings) {
        for (FunctionNotification notification : settings.notifications()) {
            if (!policy.allows(notification.functionArn(), SERVICE, "arn:aws:s3:::" + bucket, ACCOUNT)) {
                throw new ResourceException("Unable to validate the following destination configurations: "
                        + notification.functionArn() + " does not exist or may not be invoked by " + SERVICE
                        + " for the bucket " + bucket
                        + "; add an AWS::Lambda::Permission and make the bucket depend on it.");
            }
        }
        Set<ObjectNotification> old = notifications(bucket);
        Set<ObjectNotification> wanted = notifications(bucket, settings);
        Set<ObjectNotification> added = new HashSet<>(wanted);
        added.removeAll(old);
        added.forEach(poller::watchFromNow);
        jdbi.useHandle(handle -> handle.execute(
                "INSERT INTO bucket_settings (bucket, settings) VALUES (?, ?)"
                        + " ON CONFLICT (bucket) DO UPDATE SET settings = excluded.settings",
                bucket,
                write(settings)));
        old.removeAll(wanted);
        old.forEach(poller::forget);
    }

    @Override
    public synchronized void remove(String bucket) {
        Set<ObjectNotification> old = notifications(bucket);
        jdbi.useHandle(handle -> handle.execute("DELETE FROM bucket_settings WHERE bucket = ?", bucket));
        old.forEach(poller::forget);
    }

    private Set<ObjectNotification> notifications(String bucket) {
        return find(bucket).map(settings -> notifications(bucket, settings)).orElseGet(HashSet::new);
    }

    private static Set<ObjectNotification> notifications(String bucket, Settings settings) {
        return settings.notifications().stream()
                .map(notification -> ObjectNotification.of(
                        bucket, notification.prefix(), notification.suffix(), notification.functionArn()))
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static String write(Settings settings) {
        try {
            return JSON.writeValueAsString(settings);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Settings read(String json) {
        try {
            return JSON.readValue(json, Settings.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
