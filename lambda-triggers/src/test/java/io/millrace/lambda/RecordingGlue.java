package io.millrace.lambda;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.GlueException;
import software.amazon.awssdk.services.glue.model.StartCrawlerRequest;
import software.amazon.awssdk.services.glue.model.StartCrawlerResponse;
import software.amazon.awssdk.services.glue.model.StartJobRunRequest;
import software.amazon.awssdk.services.glue.model.StartJobRunResponse;
import software.amazon.awssdk.services.glue.model.StartTriggerRequest;
import software.amazon.awssdk.services.glue.model.StartTriggerResponse;

/** Notes what is started, or fails as told. */
final class RecordingGlue implements GlueClient {
    final List<String> calls = new ArrayList<>();

    @Nullable
    GlueException failure;

    @Override
    public StartCrawlerResponse startCrawler(StartCrawlerRequest request) {
        record("crawler " + request.name());
        return StartCrawlerResponse.builder().build();
    }

    @Override
    public StartJobRunResponse startJobRun(StartJobRunRequest request) {
        record("job " + request.jobName() + " " + request.arguments());
        return StartJobRunResponse.builder().jobRunId("jr_1").build();
    }

    @Override
    public StartTriggerResponse startTrigger(StartTriggerRequest request) {
        record("trigger " + request.name());
        return StartTriggerResponse.builder().build();
    }

    private void record(String call) {
        calls.add(call);
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
