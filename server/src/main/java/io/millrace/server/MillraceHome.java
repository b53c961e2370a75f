package io.millrace.server;

import io.millrace.etl.worker.ClassSharing;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The programs that the server starts and the parts it loads, below the folder that Millrace was built in.
 *
 * @param root the repository's root (system property {@code millrace.home})
 */
public record MillraceHome(Path root) {
    /** Takes the system property that the launcher sets. */
    public static MillraceHome fromSystemProperty() {
        String home = System.getProperty("millrace.home");
        if (home == null) {
            throw new IllegalStateException(
                    "The system property millrace.home is missing. Start Millrace with ./millrace.");
        }
        return new MillraceHome(Path.of(home).toAbsolutePath().normalize());
    }

    /** The embedded object store's jar. */
    public Path s3ProxyJar() {
        return built("server/target/s3proxy/s3proxy.jar");
    }

    /** The folder of the jars that run Lambda functions. */
    public Path functionRuntime() {
        return built("server/target/function-runtime");
    }

    /** The Lambda handlers. */
    public Path functionJar() {
        return built("lambda-triggers/target/millrace-lambda-triggers.jar");
    }

    /** The CloudFormation template of a stage. */
    public Path stageTemplate() {
        return built("infra-cloudformation/templates/etl-stage.yaml");
    }

    /** The parameters of a test stage on this machine. */
    public Path stageParameters() {
        return built("infra-cloudformation/parameters/local.json");
    }

    /** The file with the class path of a job run's process: Spark and the jobs. */
    public Path jobClassPathFile() {
        return built("etl-jobs/target/job.classpath");
    }

    /**
     * The archive of the classes that a job run loads. The launcher has it written after a build, by a small run of the demo with
     * the system property {@code millrace.job-archive.write}.
     */
    public ClassSharing jobClassSharing() {
        String written = System.getProperty("millrace.job-archive.write");
        return written == null
                ? ClassSharing.reading(root.resolve("etl-jobs/target/job.jsa"))
                : ClassSharing.writing(Path.of(written));
    }

    /** The CloudFormation template of a pipeline. */
    public Path pipelineTemplate() {
        return built("infra-cloudformation/templates/pipeline.yaml");
    }

    /**
     * What is there after a build.
     *
     * @throws IllegalStateException if it is not, with the way to make it
     */
    public Path built(String path) {
        Path built = root.resolve(path);
        if (!Files.exists(built)) {
            throw new IllegalStateException(built + " is missing. Build Millrace with ./mvnw -DskipTests package.");
        }
        return built;
    }
}
