package io.millrace.catalog.sweep;

import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;

/** Passes the calls of a removal to a real store; a test overrides the one that fails. */
class FaultyStore implements S3Client {
    private final S3Client store;

    FaultyStore(S3Client store) {
        this.store = store;
    }

    @Override
    public DeleteObjectsResponse deleteObjects(DeleteObjectsRequest request) {
        return store.deleteObjects(request);
    }

    @Override
    public String serviceName() {
        return store.serviceName();
    }

    @Override
    public void close() {
        // The store is the test's.
    }
}
