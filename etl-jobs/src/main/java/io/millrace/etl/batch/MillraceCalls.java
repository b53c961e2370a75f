package io.millrace.etl.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.GlueServiceClientConfiguration;
import software.amazon.awssdk.services.glue.model.GlueException;

/**
 * Sends what AWS's API does not have, {@code Millrace.…}, to the place that a Glue client calls, with its credentials and region. The SDK signs
 * and sends. Thread-safe.
 */
final class MillraceCalls {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String JSON_11 = "application/x-amz-json-1.1";
    private static final int SERVER_ERROR = 500;
    private static final int CONTENT_TOO_LARGE = 413;

    private final GlueServiceClientConfiguration configuration;
    private final SdkHttpClient http;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

    /** @param http is the caller's to close */
    MillraceCalls(GlueClient glue, SdkHttpClient http) {
        this.configuration = glue.serviceClientConfiguration();
        this.http = http;
    }

    /**
     * One call, tried once.
     *
     * @return the answer's body
     * @throws GlueException if it was refused; then nothing was changed
     * @throws UncheckedIOException if there was no answer, or one of a failed server: it may have happened
     * @throws UnsupportedOperationException if the other side is no Millrace
     */
    byte[] call(String operation, byte[] body) {
        try {
            HttpExecuteResponse response = send(operation, body);
            byte[] answer = read(response);
            int status = response.httpResponse().statusCode();
            if (status >= SERVER_ERROR) {
                throw new UncheckedIOException(new IOException(
                        "The catalog failed to answer Millrace." + operation + " (HTTP " + status + ")"));
            }
            if (status != 200) {
                throw refusal(status, answer);
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The catalog did not answer Millrace." + operation + ": " + e.getMessage(), e);
        }
    }

    private HttpExecuteResponse send(String operation, byte[] body) throws IOException {
        ContentStreamProvider payload = () -> new ByteArrayInputStream(body);
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(endpoint())
                .putHeader("Content-Type", JSON_11)
                .putHeader("Content-Length", Integer.toString(body.length))
                .putHeader("X-Amz-Target", "Millrace." + operation)
                .build();
        AwsCredentialsIdentity identity =
                configuration.credentialsProvider().resolveIdentity().join();
        SignedRequest signed = signer.sign(sign -> sign.identity(identity)
                .request(request)
                .payload(payload)
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "glue")
                .putProperty(AwsV4HttpSigner.REGION_NAME, configuration.region().id()));
        return http.prepareRequest(HttpExecuteRequest.builder()
                        .request(signed.request())
                        .contentStreamProvider(signed.payload().orElse(payload))
                        .build())
                .call();
    }

    private URI endpoint() {
        return configuration.endpointOverride().orElseThrow(() -> new UnsupportedOperationException(needsMillrace()));
    }

    private static byte[] read(HttpExecuteResponse response) throws IOException {
        if (response.responseBody().isEmpty()) {
            return new byte[0];
        }
        try (InputStream in = response.responseBody().get()) {
            return in.readAllBytes();
        }
    }

    private static RuntimeException refusal(int status, byte[] answer) throws IOException {
        JsonNode body = JSON.readTree(answer);
        String error = body.path("__type").asText();
        String name = error.substring(error.indexOf('#') + 1);
        if (name.equals("UnknownOperationException")) {
            return new UnsupportedOperationException(needsMillrace());
        }
        String message = status == CONTENT_TOO_LARGE
                ? "A batch's partitions change in one transaction, and these are too many or have too many columns for one: let the run write fewer, for example with '--where'"
                : body.path("Message").asText(body.path("message").asText());
        return GlueException.builder()
                .statusCode(status)
                .message(message)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(name)
                        .errorMessage(message)
                        .serviceName("Glue")
                        .build())
                .build();
    }

    private static String needsMillrace() {
        return "Bookmarks with batches need Millrace's Data Catalog, but this job's catalog is AWS Glue's: set AWS_ENDPOINT_URL_GLUE to a"
                + " Millrace server, or run without --job-bookmark-option job-bookmark-enable.";
    }
}
