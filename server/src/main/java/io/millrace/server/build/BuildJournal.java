package io.millrace.server.build;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.BuildPhase;
import software.amazon.awssdk.services.codebuild.model.BuildPhaseType;
import software.amazon.awssdk.services.codebuild.model.PhaseContext;
import software.amazon.awssdk.services.codebuild.model.StatusType;

/** Notes the phases of one build in the database, and in its log. */
final class BuildJournal {
    /** Why a build ended as {@code FAULT}. */
    static final String SERVER_ENDED = "The server stopped while it ran.";

    private final Builds builds;
    private final String id;
    private final BuildLog log;
    private final InstantSource clock;
    private Instant begun;
    private BuildPhaseType phase = BuildPhaseType.QUEUED;

    BuildJournal(Builds builds, String id, BuildLog log, InstantSource clock) {
        this.builds = builds;
        this.id = id;
        this.log = log;
        this.clock = clock;
        this.begun = clock.instant();
    }

    /** Notes that the phase which a build was in has ended with the server that ran it. */
    static void abandon(Builds builds, Build left, InstantSource clock) {
        Instant now = clock.instant();
        BuildPhase phase = BuildPhase.builder()
                .phaseType(left.currentPhase())
                .phaseStatus(StatusType.FAULT)
                .startTime(left.startTime())
                .endTime(now)
                .durationInSeconds(Duration.between(left.startTime(), now).toSeconds())
                .contexts(PhaseContext.builder()
                        .statusCode("INTERNAL_ERROR")
                        .message(SERVER_ENDED)
                        .build())
                .build();
        builds.update(left.id(), build -> with(build, phase));
    }

    void begin(BuildPhaseType next) {
        phase = next;
        begun = clock.instant();
        log.line("Entering phase " + next);
        builds.update(
                id, build -> build.toBuilder().currentPhase(next.toString()).build());
    }

    void end(StatusType status, String code, String message) {
        log.line("Phase complete: " + phase + " State: " + status);
        if (!message.isEmpty()) {
            log.line("Phase context status code: " + code + " Message: " + message);
        }
        Instant now = clock.instant();
        BuildPhase ended = BuildPhase.builder()
                .phaseType(phase)
                .phaseStatus(status)
                .startTime(begun)
                .endTime(now)
                .durationInSeconds(Duration.between(begun, now).toSeconds())
                .contexts(
                        PhaseContext.builder().statusCode(code).message(message).build())
                .build();
        builds.update(id, build -> with(build, ended));
    }

    private static Build with(Build build, BuildPhase phase) {
        List<BuildPhase> phases = new ArrayList<>(build.phases());
        phases.add(phase);
        return build.toBuilder().phases(phases).build();
    }
}
