package io.millrace.server.build;

import io.millrace.server.artifact.ArtifactObjects;
import io.millrace.server.artifact.ZipFolder;
import io.millrace.server.source.GitRepositories;
import io.millrace.server.source.SourceCommit;
import io.millrace.server.source.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.codebuild.model.ProjectSource;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;

/** Brings a build's sources into its folder: an object {@code BUCKET/KEY}, or a branch or commit of a repository. */
final class BuildSources {
    private static final String DOWNLOAD_ERROR = "CLIENT_ERROR";
    private static final String DEFAULT_BRANCH = "main";

    private final ArtifactObjects objects;
    private final GitRepositories repositories;

    BuildSources(S3Client s3, GitRepositories repositories) {
        this.objects = new ArtifactObjects(s3);
        this.repositories = repositories;
    }

    /**
     * Fetches a source into a folder that is there; what it is then, such as a commit's id.
     *
     * @param kms opens artifacts of pipelines with the right of the build's role
     */
    String fetch(ProjectSource source, @Nullable String version, Path folder, Path scratch, KmsClient kms)
            throws BuildFailedException, IOException {
        Path zip = scratch.resolve("source.zip");
        try {
            return switch (source.type()) {
                case NO_SOURCE -> "";
                case S3 -> object(source, version, folder, zip, kms);
                case CODECOMMIT, GITHUB -> repository(source, version, folder, zip);
                default ->
                    throw new BuildFailedException(
                            DOWNLOAD_ERROR,
                            "A source of the type " + source.typeAsString()
                                    + " has nothing to build: start the build by its pipeline, or override the source.");
            };
        } catch (SourceException e) {
            throw new BuildFailedException(DOWNLOAD_ERROR, String.valueOf(e.getMessage()));
        } catch (SdkException e) {
            throw new BuildFailedException(
                    DOWNLOAD_ERROR, "The source " + source.location() + " cannot be read: " + e.getMessage());
        } finally {
            Files.deleteIfExists(zip);
        }
    }

    private String object(ProjectSource source, @Nullable String version, Path folder, Path zip, KmsClient kms)
            throws BuildFailedException, IOException {
        int slash = source.location() == null ? -1 : source.location().indexOf('/');
        if (slash <= 0 || slash == source.location().length() - 1) {
            throw new BuildFailedException(DOWNLOAD_ERROR, "The source's location must be BUCKET/KEY of a zip file.");
        }
        String bucket = source.location().substring(0, slash);
        String key = source.location().substring(slash + 1);
        String tag = objects.get(bucket, key, version, zip, kms);
        unpack(zip, folder, source);
        return tag.replace("\"", "");
    }

    private static void unpack(Path zip, Path folder, ProjectSource source) throws BuildFailedException {
        try {
            ZipFolder.unpack(zip, folder);
        } catch (IOException | InvalidPathException e) {
            throw new BuildFailedException(
                    DOWNLOAD_ERROR, "The source " + source.location() + " cannot be unpacked: " + e.getMessage());
        }
    }

    private String repository(ProjectSource source, @Nullable String version, Path folder, Path zip)
            throws BuildFailedException, IOException {
        String name = source.location()
                .replaceFirst(".*/v1/repos/", "")
                .replaceFirst("https://[^/]+/", "")
                .replaceFirst("\\.git$", "");
        String wanted = version == null ? DEFAULT_BRANCH : version.replaceFirst("^refs/heads/", "");
        SourceCommit commit =
                wanted.matches("[0-9a-f]{40}") ? repositories.commit(name, wanted) : repositories.head(name, wanted);
        repositories.archive(name, commit.id(), zip);
        unpack(zip, folder, source);
        return commit.id();
    }
}
