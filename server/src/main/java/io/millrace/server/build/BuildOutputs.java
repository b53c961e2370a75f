package io.millrace.server.build;

import io.millrace.server.artifact.ArtifactObjects;
import io.millrace.server.artifact.ZipWriter;
import io.millrace.server.build.Buildspec.Artifacts;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.PatternSyntaxException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.codebuild.model.ArtifactPackaging;
import software.amazon.awssdk.services.codebuild.model.ProjectArtifacts;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;

/** Takes a build's artifacts out of its folder and puts them into the object store. Links are never followed. */
final class BuildOutputs {
    static final String UPLOAD_ERROR = "CLIENT_ERROR";

    private final S3Client s3;
    private final ArtifactObjects objects;

    /**
     * What artifacts are encrypted with.
     *
     * @param id of the KMS key, for zip files; empty for none
     * @param kms acts with the right of the build's role
     */
    record Encryption(Optional<String> id, KmsClient kms) {}

    BuildOutputs(S3Client s3) {
        this.s3 = s3;
        this.objects = new ArtifactObjects(s3);
    }

    /** Stores an artifact as one zip file or as single objects; where it is, {@code BUCKET/KEY}. */
    String store(
            Artifacts spec,
            ProjectArtifacts target,
            String buildName,
            BuildFolder folder,
            BuildLog log,
            Encryption encryption)
            throws BuildFailedException, IOException {
        Map<String, Path> files = select(spec.files(), spec, folder, log);
        if (files.isEmpty()) {
            throw new BuildFailedException(
                    UPLOAD_ERROR,
                    "No matching artifact paths found: artifacts.files " + spec.files() + " match no file.");
        }
        String key = key(spec, target, buildName);
        try {
            if (target.packaging() == ArtifactPackaging.ZIP) {
                Path zip = Files.createTempFile(folder.root().getParent(), "artifact-", ".zip");
                try {
                    pack(files, zip);
                    objects.put(target.location(), key, zip, encryption.id(), encryption.kms());
                } finally {
                    Files.deleteIfExists(zip);
                }
            } else if (encryption.id().filter(ArtifactObjects::isOwnKey).isPresent()) {
                throw new BuildFailedException(
                        UPLOAD_ERROR,
                        "Artifacts that are single objects cannot be encrypted with "
                                + encryption.id().get()
                                + " here: set the packaging ZIP, or leave the encryption key out.");
            } else {
                files.forEach((name, file) -> s3.putObject(
                        request -> request.bucket(target.location()).key(key + "/" + name), file));
            }
        } catch (SdkException e) {
            throw new BuildFailedException(
                    UPLOAD_ERROR, "The artifact cannot be stored in " + target.location() + ": " + e.getMessage());
        }
        log.line("Stored " + files.size() + " files as " + target.location() + "/" + key);
        return target.location() + "/" + key;
    }

    private static void pack(Map<String, Path> files, Path zip) throws IOException {
        try (ZipWriter writer = new ZipWriter(zip)) {
            for (var file : files.entrySet()) {
                writer.add(file.getKey(), file.getValue());
            }
        }
    }

    /** CodeBuild API reference, ProjectArtifacts: path, then the build's id with the namespace type, then the name. */
    private static String key(Artifacts spec, ProjectArtifacts target, String buildName) {
        StringBuilder key = new StringBuilder();
        if (target.path() != null && !target.path().isEmpty()) {
            key.append(target.path().replaceAll("^/+|/+$", "")).append('/');
        }
        if ("BUILD_ID".equals(target.namespaceTypeAsString())) {
            key.append(buildName).append('/');
        }
        boolean own = Boolean.TRUE.equals(target.overrideArtifactName())
                && !spec.name().isEmpty();
        return key.append(own ? spec.name() : target.name()).toString();
    }

    /** The build's own files that the patterns match, by their names in the artifact. */
    static Map<String, Path> select(List<String> patterns, Artifacts spec, BuildFolder folder, BuildLog log)
            throws BuildFailedException, IOException {
        Path base = folder.source().resolve(spec.baseDirectory()).normalize();
        if (!base.startsWith(folder.source())
                || !Files.isDirectory(base)
                || !base.toRealPath().startsWith(folder.source())) {
            throw new BuildFailedException(
                    UPLOAD_ERROR, "The folder artifacts.base-directory " + spec.baseDirectory() + " is not there.");
        }
        List<PathMatcher> wanted = matchers(patterns);
        List<PathMatcher> unwanted = matchers(spec.excluded());
        Map<String, Path> found = new TreeMap<>();
        Files.walkFileTree(base, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path relative = base.relativize(file);
                if (wanted.stream().anyMatch(matcher -> matcher.matches(relative))
                        && unwanted.stream().noneMatch(matcher -> matcher.matches(relative))) {
                    if (folder.isOwnFile(file)) {
                        found.put(spec.discardPaths() ? file.getFileName().toString() : relative.toString(), file);
                    } else {
                        log.line("Left out of the artifact, because it is a link or not the build's own: " + relative);
                    }
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }

    private static List<PathMatcher> matchers(List<String> patterns) throws BuildFailedException {
        try {
            return patterns.stream().map(BuildOutputs::matcher).toList();
        } catch (PatternSyntaxException e) {
            throw new BuildFailedException(
                    UPLOAD_ERROR,
                    "The artifacts' pattern " + e.getPattern() + " is malformed: " + e.getDescription() + ".");
        }
    }

    /** CodeBuild's patterns: {@code **}{@code /*} also means files at the top. */
    private static PathMatcher matcher(String pattern) {
        String clean = pattern.replaceFirst("^\\./", "");
        String glob = clean.replace("**/", "{**/,}");
        return FileSystems.getDefault().getPathMatcher("glob:" + glob);
    }
}
