package io.millrace.server.pipeline;

import io.millrace.catalog.sdkjson.SdkJsonReader;
import io.millrace.server.artifact.ZipWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * What the pipeline of {@code delivery.json} needs: the smallest stages that there are, stacks of one parameter, so that what is tested is
 * the pipeline. The build leaves its version and its folder as variables.
 */
public final class DeliverySite {
    /** The pipeline's name. */
    public static final String PIPELINE = "delivery";

    /** The argument by which a build's processes are known. */
    static final String MARK = "millrace-delivery-build";

    private static final String TEMPLATE = """
            {"Parameters": {"Stage": {"Type": "String"}, "Value": {"Type": "String"}},
             "Resources": {"Kept": {"Type": "AWS::SSM::Parameter", "Properties": {
               "Name": {"Fn::Sub": "/${Stage}/kept"}, "Type": "String", "Value": {"Ref": "Value"}}}},
             "Outputs": {"Name": {"Value": {"Ref": "Kept"}}}}""";
    private static final String BUILD = """
            version: 0.2
            env:
              exported-variables: [VERSION, FOLDER]
            phases:
              build:
                commands:
                  - export VERSION=$(cat version) FOLDER=$CODEBUILD_SRC_DIR
                  - (exec -a %s sleep 0.5)
                  - mkdir dist && cp template.json dist/
            artifacts:
              base-directory: dist
              files: ["**/*"]
            """.formatted(MARK);
    private static final String CHECK = """
            version: 0.2
            phases:
              build:
                commands:
                  - (exec -a %s sleep 0.5)
                  - echo checked $(cat version)
            """.formatted(MARK);

    private DeliverySite() {}

    /** Makes buckets, projects and the pipeline, whose first execution delivers {@code version}. */
    public static void create(
            S3Client s3, CodeBuildClient builds, CodePipelineClient pipelines, Path folder, String version)
            throws IOException {
        s3.createBucket(bucket -> bucket.bucket("source"));
        s3.createBucket(bucket -> bucket.bucket("artifacts"));
        push(s3, folder, version);
        project(builds, "build", "buildspec.yml");
        project(builds, "check", CHECK);
        pipelines.createPipeline(create -> create.pipeline(declaration()));
    }

    private static void project(CodeBuildClient builds, String name, String buildspec) {
        builds.createProject(project -> project.name(name)
                .source(source -> source.type("CODEPIPELINE").buildspec(buildspec))
                .artifacts(artifacts -> artifacts.type("CODEPIPELINE"))
                .environment(environment ->
                        environment.type("LINUX_CONTAINER").image("any").computeType("BUILD_GENERAL1_SMALL"))
                .serviceRole("arn:aws:iam::000000000000:role/build"));
    }

    /** Puts a version where the pipeline's source takes it from; nothing notices it but a start. */
    public static void push(S3Client s3, Path folder, String version) throws IOException {
        Path zip = Files.createTempFile(folder, "app", ".zip");
        try (ZipWriter writer = new ZipWriter(zip)) {
            writer.add("buildspec.yml", BUILD);
            writer.add("template.json", TEMPLATE);
            writer.add("version", version);
        }
        s3.putObject(put -> put.bucket("source").key("app.zip"), zip);
    }

    private static PipelineDeclaration declaration() {
        try (InputStream in = Objects.requireNonNull(DeliverySite.class.getResourceAsStream("delivery.json"))) {
            return SdkJsonReader.read(
                    in.readAllBytes(), (SdkPojo) PipelineDeclaration.builder(), PipelineDeclaration.class);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
