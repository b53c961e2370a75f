package io.millrace.server.job;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.job.JobRunOperations;
import io.millrace.catalog.sdkjson.SdkJsonException;
import io.millrace.catalog.sdkjson.SdkJsonReader;
import io.millrace.server.delivery.Delivery;
import io.millrace.server.delivery.DeliveryTarget;
import io.millrace.server.delivery.UndeliverableException;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.glue.model.StartJobRunRequest;

/**
 * Glue's StartJobRun as a target of schedules. The run's id follows from the delivery's, so one delivery starts at most one run, however
 * often it comes. Thread-safe.
 */
public final class JobRunTarget implements DeliveryTarget {
    private final JobRunOperations runs;

    /** A target that starts runs. */
    public JobRunTarget(JobRunOperations runs) {
        this.runs = runs;
    }

    @Override
    public void deliver(Delivery delivery) {
        try {
            StartJobRunRequest request = SdkJsonReader.read(
                    delivery.body().getBytes(StandardCharsets.UTF_8),
                    (SdkPojo) StartJobRunRequest.builder(),
                    StartJobRunRequest.class);
            runs.startScheduledRun(delivery.id(), request);
        } catch (SdkJsonException e) {
            throw new UndeliverableException("the input is no request of StartJobRun: " + e.getMessage(), e);
        } catch (CatalogException e) {
            // A job that is missing or busy may be there or free soon.
            if (e.code() == CatalogErrorCode.INVALID_INPUT) {
                throw new UndeliverableException(String.valueOf(e.getMessage()), e);
            }
            throw e;
        }
    }
}
