package io.millrace.server.cloudformation;

import io.millrace.cloudformation.resource.s3.BucketSettings;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Bucket settings in memory, which watch nothing. */
final class TestingBucketSettings implements BucketSettings {
    final Map<String, Settings> kept = new ConcurrentHashMap<>();

    @Override
    public Optional<Settings> find(String bucket) {
        return Optional.ofNullable(kept.get(bucket));
    }

    @Override
    public void put(String bucket, Settings settings) {
        kept.put(bucket, settings);
    }

    @Override
    public void remove(String bucket) {
        kept.remove(bucket);
    }
}
