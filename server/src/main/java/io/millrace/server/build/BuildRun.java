package io.millrace.server.build;

import io.millrace.server.build.BuildOutputs.Encryption;
import io.millrace.server.build.Buildspec.Phase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.codebuild.model.ArtifactsType;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.BuildPhaseType;
import software.amazon.awssdk.services.codebuild.model.ProjectArtifacts;
import software.amazon.awssdk.services.codebuild.model.ProjectSource;
import software.amazon.awssdk.services.codebuild.model.StatusType;
import software.amazon.awssdk.services.kms.KmsClient;

/** One build from its sources to its artifacts, in a folder of its own. Used once, by one thread. */
final class BuildRun {
    /** Names the folder of a build's state, by which its processes are known, too. */
    static final String STATE_VARIABLE = "MILLRACE_STATE";

    private static final int MAX_BUILDSPEC_BYTES = 1 << 20;
    private static final int MAX_EXPORTED_BYTES = 1 << 20;
    private static final String COMMAND_ERROR = "COMMAND_EXECUTION_ERROR";

    private final BuildRequest request;
    private final BuildParts parts;
    private final BuildFolder folder;
    private final BuildBlock block;
    private final BuildLog log;
    private final BuildJournal journal;
    private final BuildLimits limits;
    private final InstantSource clock;
    private final Instant deadline;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<BuildPhaseName> failed = new ArrayList<>();
    private boolean succeeding = true;

    BuildRun(
            BuildRequest request,
            BuildParts parts,
            BuildFolder folder,
            BuildBlock block,
            BuildLog log,
            BuildJournal journal,
            BuildLimits limits,
            InstantSource clock) {
        this.request = request;
        this.parts = parts;
        this.folder = folder;
        this.block = block;
        this.log = log;
        this.journal = journal;
        this.limits = limits;
        this.clock = clock;
        this.deadline = clock.instant().plus(limits.timeout());
    }

    /** Runs it. A failure of its own is its end, not an exception. */
    BuildEnd run(int user, boolean ownUser) throws IOException, InterruptedException {
        String version = "";
        Optional<String> artifact = Optional.empty();
        try {
            journal.begin(BuildPhaseType.DOWNLOAD_SOURCE);
            version = download();
            Buildspec spec = BuildspecParser.parse(buildspec());
            prepare(spec, version);
            Files.writeString(folder.state().resolve("cwd"), folder.source().toString());
            if (ownUser) {
                folder.giveTo(user);
            }
            journal.end(StatusType.SUCCEEDED, "", "");
            spec.notes().forEach(log::line);
            phases(spec);
            if (succeeding && block.ended().isEmpty()) {
                journal.begin(BuildPhaseType.UPLOAD_ARTIFACTS);
                new BuildReports(folder, log).show(spec.reports());
                artifact = upload(spec);
                journal.end(StatusType.SUCCEEDED, "", "");
            } else if (block.ended().isEmpty()) {
                new BuildReports(folder, log).show(spec.reports());
            } else {
                log.end(ending());
            }
        } catch (BuildFailedException e) {
            journal.end(StatusType.FAILED, e.code(), String.valueOf(e.getMessage()));
            succeeding = false;
        }
        return new BuildEnd(status(), version, artifact, exported());
    }

    private StatusType status() {
        if (block.ended().isEmpty()) {
            return succeeding ? StatusType.SUCCEEDED : StatusType.FAILED;
        }
        return switch (block.ended().get()) {
            case STOPPED -> StatusType.STOPPED;
            case TIMED_OUT -> StatusType.TIMED_OUT;
            case LOG_FULL -> StatusType.FAILED;
        };
    }

    private String download() throws BuildFailedException, IOException {
        Build build = request.build();
        try (BuildClients clients = BuildClients.of(role())) {
            return download(build, clients.keys());
        }
    }

    private String download(Build build, KmsClient keys) throws BuildFailedException, IOException {
        String version =
                parts.sources().fetch(build.source(), build.sourceVersion(), folder.source(), folder.root(), keys);
        for (ProjectSource secondary : build.secondarySources()) {
            Path target = folder.secondary(secondary.sourceIdentifier());
            Files.createDirectory(target);
            parts.sources().fetch(secondary, null, target, folder.root(), keys);
            environment.put("CODEBUILD_SRC_DIR_" + secondary.sourceIdentifier(), target.toString());
        }
        return version;
    }

    /** In the project, or a file of the source. */
    private String buildspec() throws BuildFailedException, IOException {
        String given = request.build().source().buildspec() == null
                ? ""
                : request.build().source().buildspec();
        if (given.contains("\n") || given.startsWith("version:") || given.startsWith("{")) {
            return given;
        }
        Path file = folder.source()
                .resolve(given.isBlank() ? "buildspec.yml" : given)
                .normalize();
        if (!file.startsWith(folder.source()) || !folder.isOwnFile(file) || Files.size(file) > MAX_BUILDSPEC_BYTES) {
            throw new BuildFailedException(
                    BuildspecParser.YAML_FILE_ERROR,
                    "The source has no buildspec " + folder.source().relativize(file)
                            + "; add it, or name another in the project.");
        }
        return Files.readString(file);
    }

    private void prepare(Buildspec spec, String version) throws BuildFailedException {
        Build build = request.build();
        Map<String, String> role = role();
        if (!role.containsKey("AWS_ACCESS_KEY_ID")) {
            log.line("The role " + build.serviceRole()
                    + " does not exist here, so the build has no key of the services.");
        }
        environment.put("PATH", parts.path());
        environment.put("HOME", folder.home().toString());
        environment.put("USER", "build");
        environment.put("LANG", "C.UTF-8");
        environment.put(STATE_VARIABLE, folder.state().toString());
        environment.putAll(role);
        environment.putAll(request.codeBuildVariables(folder.source().toString(), version));
        log.hide(role.entrySet().stream()
                .filter(entry ->
                        entry.getKey().contains("SECRET") || entry.getKey().contains("TOKEN"))
                .map(Map.Entry::getValue)
                .toList());
        try (BuildClients clients = BuildClients.of(role)) {
            BuildVariables variables = new BuildVariables(clients.parameters(), clients.secrets());
            variables.add(spec);
            variables.add(build.environment().environmentVariables());
            log.hide(variables.secrets());
            environment.putAll(variables.values());
        }
    }

    private Map<String, String> role() {
        Build build = request.build();
        return parts.role().environment(build.serviceRole(), build.arn(), limits.timeout());
    }

    private void phases(Buildspec spec) throws IOException, InterruptedException {
        for (Map.Entry<BuildPhaseName, Phase> entry : spec.phases().entrySet()) {
            boolean failedBefore = !succeeding;
            if (block.ended().isPresent() || (failedBefore && !goesOn(spec, entry.getKey()))) {
                continue;
            }
            journal.begin(entry.getKey().type());
            phase(entry.getKey(), entry.getValue(), spec.exported());
        }
    }

    /** CodeBuild User Guide, "Build phase transitions": after a failure only {@code post_build} runs, and only if it was {@code build}'s. */
    private boolean goesOn(Buildspec spec, BuildPhaseName next) {
        return spec.phases().entrySet().stream()
                .filter(entry -> entry.getKey().compareTo(next) < 0 && failed.contains(entry.getKey()))
                .allMatch(entry -> switch (entry.getValue().onFailure()) {
                    case ABORT -> false;
                    case CONTINUE -> true;
                    case DEFAULT -> entry.getKey() == BuildPhaseName.BUILD && next == BuildPhaseName.POST_BUILD;
                });
    }

    private void phase(BuildPhaseName name, Phase phase, List<String> exported)
            throws IOException, InterruptedException {
        environment.put("CODEBUILD_BUILD_SUCCEEDING", succeeding ? "1" : "0");
        int code = run(phase.commands(), exported);
        boolean stopped = block.ended().isPresent();
        if (!phase.finallyCommands().isEmpty() && !stopped) {
            int last = run(phase.finallyCommands(), exported);
            code = code == 0 ? last : code;
        }
        if (block.ended().isPresent()) {
            succeeding = false;
            journal.end(status(), COMMAND_ERROR, ending());
        } else if (code != 0) {
            failed.add(name);
            succeeding = false;
            journal.end(
                    StatusType.FAILED, COMMAND_ERROR, "A command of the phase ended with exit status " + code + ".");
        } else {
            journal.end(StatusType.SUCCEEDED, "", "");
        }
    }

    private int run(List<String> commands, List<String> exported) throws IOException, InterruptedException {
        Duration left = Duration.between(clock.instant(), deadline);
        if (left.isNegative()) {
            block.end(BuildBlock.End.TIMED_OUT);
        }
        return block.run(BuildScript.of(commands, exported), environment, left);
    }

    private String ending() {
        return switch (block.ended().orElseThrow()) {
            case STOPPED -> "The build was stopped.";
            case TIMED_OUT ->
                "The build took longer than its timeout of " + limits.timeout().toSeconds() + " seconds.";
            case LOG_FULL -> "The build wrote more than " + limits.logBytes() + " bytes of output and was ended.";
        };
    }

    private Optional<String> upload(Buildspec spec) throws BuildFailedException, IOException {
        try (BuildClients clients = BuildClients.of(role())) {
            return upload(
                    spec, new Encryption(Optional.ofNullable(request.build().encryptionKey()), clients.keys()));
        }
    }

    private Optional<String> upload(Buildspec spec, Encryption encryption) throws BuildFailedException, IOException {
        Optional<String> place = Optional.empty();
        ProjectArtifacts primary = request.artifacts();
        if (primary.type() == ArtifactsType.S3) {
            place = Optional.of(
                    parts.outputs().store(spec.artifacts(), primary, request.shortId(), folder, log, encryption));
        }
        for (ProjectArtifacts secondary : request.secondaryArtifacts()) {
            Buildspec.Artifacts files = spec.secondaryArtifacts().get(secondary.artifactIdentifier());
            if (files == null) {
                throw new BuildFailedException(
                        BuildOutputs.UPLOAD_ERROR,
                        "The buildspec has no artifacts.secondary-artifacts." + secondary.artifactIdentifier() + ".");
            }
            parts.outputs().store(files, secondary, request.shortId(), folder, log, encryption);
        }
        return place;
    }

    /** What the last block left of the exported variables; it is the build's own word. */
    private Map<String, String> exported() throws IOException {
        Path file = folder.state().resolve("exported");
        Map<String, String> exported = new LinkedHashMap<>();
        if (Files.exists(file) && folder.isOwnFile(file) && Files.size(file) <= MAX_EXPORTED_BYTES) {
            for (String entry : new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\0", -1)) {
                int equals = entry.indexOf('=');
                if (equals > 0) {
                    exported.put(entry.substring(0, equals), entry.substring(equals + 1));
                }
            }
        }
        return exported;
    }
}
