package io.millrace.lambda;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.GetJobRunsRequest;
import software.amazon.awssdk.services.glue.model.GetJobRunsResponse;
import software.amazon.awssdk.services.glue.model.GlueException;
import software.amazon.awssdk.services.glue.model.JobRun;
import software.amazon.awssdk.services.glue.model.StartCrawlerRequest;
import software.amazon.awssdk.services.glue.model.StartCrawlerResponse;
import software.amazon.awssdk.services.glue.model.StartJobRunRequest;
import software.amazon.awssdk.services.glue.model.StartJobRunResponse;
import software.amazon.awssdk.services.glue.model.StartTriggerRequest;
import software.amazon.awssdk.services.glue.model.StartTriggerResponse;
import software.amazon.awssdk.services.glue.paginators.GetJobRunsIterable;

/** Notes what is started, or fails as told. */
final class RecordingGlue implements GlueClient {
    final List<String> calls = new ArrayList<>();
    final List<JobRun> runs = new ArrayList<>();
    Instant started = Instant.EPOCH;

    @Nullable
    GlueException failure;

    @Override
    public StartCrawlerResponse startCrawler(StartCrawlerRequest request) {
        record("crawler " + request.name());
        return StartCrawlerResponse.builder().build();
    }

    @Override
    public StartJobRunResponse startJobRun(StartJobRunRequest request) {
        Map<String, String> shown = new TreeMap<>(request.arguments());
        shown.remove(EventKey.ARGUMENT);
        record("job " + request.jobName() + " " + shown);
        String id = "jr_" + (runs.size() + 1);
        runs.add(
                0,
                JobRun.builder()
                        .id(id)
                        .arguments(request.arguments())
                        .startedOn(started)
                        .build());
        return StartJobRunResponse.builder().jobRunId(id).build();
    }

    @Override
    public GetJobRunsResponse getJobRuns(GetJobRunsRequest request) {
        return GetJobRunsResponse.builder().jobRuns(runs).build();
    }

    @Override
    public GetJobRunsIterable getJobRunsPaginator(GetJobRunsRequest request) {
        return new GetJobRunsIterable(this, request);
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
