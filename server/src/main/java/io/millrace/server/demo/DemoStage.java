package io.millrace.server.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.server.MillraceHome;
import io.millrace.server.config.ServerConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;

/**
 * The demo's test stage: a stack of the very template that stands one up on AWS, with this machine's parameters. Making it again on a
 * folder that has it changes what is new, and nothing if nothing is.
 */
final class DemoStage {
    static final String RAW_BUCKET = "millrace-test-raw-000000000000-" + ServerConfig.DEFAULT_REGION;
    static final String LAKE_BUCKET = "millrace-test-lake-000000000000-" + ServerConfig.DEFAULT_REGION;
    static final String RESULT_LOCATION = "s3://" + LAKE_BUCKET + "/athena-results/";
    static final String RAW_PREFIX = "data/";
    static final String RAW_DATABASE = "nycitytaxi_test";
    static final String RAW_TABLE = "data";
    static final String LAKE_DATABASE = "nytaxiparquet_test";
    static final String LAKE_TABLE = "datalake";
    static final String RAW_CRAWLER = "millrace-test-raw";
    static final String LAKE_CRAWLER = "millrace-test-lake";
    static final String JOB = "millrace-test-raw-to-parquet";
    static final String START_TRIGGER = "millrace-test-start";
    static final String STACK = "millrace-test";

    private static final String ARTIFACT_BUCKET = "millrace-test-artifacts";

    private final DemoStack stack;
    private final S3Client s3;

    DemoStage(CloudFormationClient stacks, S3Client s3) {
        this.stack = new DemoStack(stacks, STACK);
        this.s3 = s3;
    }

    void create(MillraceHome home) {
        try {
            s3.createBucket(request -> request.bucket(ARTIFACT_BUCKET));
        } catch (BucketAlreadyOwnedByYouException e) {
            // made by an earlier demo on this folder
        }
        Path jar = home.functionJar();
        // By what is in it, so that another build's is another one for the stack.
        String key = "functions/" + sha256(jar) + ".jar";
        s3.putObject(request -> request.bucket(ARTIFACT_BUCKET).key(key), RequestBody.fromFile(jar));
        try {
            stack.deploy(Files.readString(home.stageTemplate()), parameters(home.stageParameters(), key));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the stage's template: " + e.getMessage(), e);
        }
    }

    private static List<Parameter> parameters(Path file, String functionKey) throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        new ObjectMapper()
                .readTree(file.toFile())
                .path("Parameters")
                .properties()
                .forEach(entry -> values.put(entry.getKey(), entry.getValue().asText()));
        values.put("ArtifactBucket", ARTIFACT_BUCKET);
        values.put("FunctionJarKey", functionKey);
        // Of whatever column of times the input has.
        values.put("PartitionKeys", "year,month");
        return values.entrySet().stream()
                .map(entry -> Parameter.builder()
                        .parameterKey(entry.getKey())
                        .parameterValue(entry.getValue())
                        .build())
                .toList();
    }

    private static String sha256(Path file) {
        try (InputStream in = Files.newInputStream(file);
                DigestInputStream digest = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
            digest.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.getMessageDigest().digest(), 0, 16);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
