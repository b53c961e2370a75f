package io.millrace.server.build;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import software.amazon.awssdk.services.codebuild.model.Build;

/**
 * How builds are run.
 *
 * @param dataFolder the server's, which builds do not see
 * @param logFolder {@code PROJECT/ID.log} below it
 * @param workFolder for the builds' folders; others must be able to pass through it
 * @param parallelBuilds how many run at one time
 * @param firstUser the user ids of builds begin here; nobody else on the machine may have them
 * @param path the programs' folders
 * @param limit what a build may use
 */
public record BuildRunnerSettings(
        Path dataFolder,
        Path logFolder,
        Path workFolder,
        int parallelBuilds,
        int firstUser,
        String path,
        Function<Build, BuildLimits> limit) {
    /** Above what systems give to people and services. */
    private static final int FIRST_USER = 879_000;

    private static final int PARALLEL_BUILDS = 2;
    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /** Those of a server: a compute type's memory, and the project's timeout. */
    public static BuildRunnerSettings of(Path dataFolder, Path workFolder) {
        return new BuildRunnerSettings(
                dataFolder.toAbsolutePath(),
                dataFolder.resolve("builds"),
                workFolder,
                PARALLEL_BUILDS,
                FIRST_USER,
                Path.of(System.getProperty("java.home"), "bin") + ":" + PATH,
                build -> BuildLimits.of(
                        build.environment().computeTypeAsString(), Duration.ofMinutes(build.timeoutInMinutes())));
    }

    BuildLimits limits(Build build) {
        return limit.apply(build);
    }
}
