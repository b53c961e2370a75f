package io.millrace.server.build;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.server.rule.StateListener;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.BuildPhase;

/**
 * Tells the event bus how builds and their phases go (CodeBuild User Guide, "Build notifications input format reference"). The variables of
 * a build's environment are left out: they may hold what not everybody with a rule is to see. Thread-safe.
 */
final class BuildEvents {
    private static final String SOURCE = "aws.codebuild";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** As CodeBuild writes times: {@code Sep 1, 2017 4:12:29 PM}. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("MMM d, uuuu h:mm:ss a", Locale.US).withZone(ZoneOffset.UTC);

    private final StateListener listener;

    BuildEvents(StateListener listener) {
        this.listener = listener;
    }

    /** A build has begun or ended. */
    void state(Build build) {
        ObjectNode detail = detail(build);
        detail.put("build-status", build.buildStatusAsString())
                .put("current-phase", build.currentPhase())
                .put("current-phase-context", "[]");
        listener.changed(SOURCE, "CodeBuild Build State Change", build.arn(), detail);
    }

    /** A phase of a build has ended. */
    void phase(Build build, BuildPhase phase) {
        ObjectNode detail = detail(build);
        detail.put("completed-phase", phase.phaseTypeAsString())
                .put("completed-phase-status", phase.phaseStatusAsString())
                .put("completed-phase-context", context(phase))
                .put("completed-phase-start", time(phase.startTime()))
                .put("completed-phase-end", time(phase.endTime()))
                .put("completed-phase-duration-seconds", phase.durationInSeconds());
        listener.changed(SOURCE, "CodeBuild Build Phase Change", build.arn(), detail);
    }

    private static ObjectNode detail(Build build) {
        ObjectNode detail = JSON.createObjectNode()
                .put("project-name", build.projectName())
                .put("build-id", build.arn())
                .put("version", "1");
        ObjectNode more = detail.putObject("additional-information");
        more.put("build-complete", Boolean.TRUE.equals(build.buildComplete()))
                .put("initiator", build.initiator())
                .put("build-start-time", time(build.startTime()))
                .put("timeout-in-minutes", build.timeoutInMinutes())
                .put("source-version", build.sourceVersion());
        more.putObject("source")
                .put("type", build.source().typeAsString())
                .put("location", build.source().location());
        if (build.logs() != null) {
            more.putObject("logs")
                    .put("group-name", build.logs().groupName())
                    .put("stream-name", build.logs().streamName());
        }
        ArrayNode phases = more.putArray("phases");
        build.phases().forEach(phase -> add(phases, phase));
        return detail;
    }

    private static void add(ArrayNode phases, BuildPhase phase) {
        phases.addObject()
                .put("phase-type", phase.phaseTypeAsString())
                .put("phase-status", phase.phaseStatusAsString())
                .put("phase-context", context(phase))
                .put("start-time", time(phase.startTime()))
                .put("end-time", time(phase.endTime()))
                .put("duration-in-seconds", phase.durationInSeconds());
    }

    private static String time(Instant time) {
        return TIME.format(time);
    }

    /** CodeBuild's own form: a text that looks like a list. */
    private static String context(BuildPhase phase) {
        return phase.contexts().stream()
                .map(context -> context.statusCode() + ": " + context.message())
                .toList()
                .toString();
    }
}
