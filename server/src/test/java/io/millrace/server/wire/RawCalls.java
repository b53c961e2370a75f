package io.millrace.server.wire;

import io.millrace.server.auth.AccessKey;
import io.millrace.server.auth.RawQuery;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Requests signed by the SDK's own signer and then, where a test wants it, spoiled. */
final class RawCalls {
    private static final List<String> NOT_SETTABLE = List.of("Host", "Content-Length", "Expect");

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI uri;
    private final AccessKey key;

    RawCalls(URI uri, AccessKey key) {
        this.uri = uri;
        this.key = key;
    }

    /** A signed JSON 1.1 request's headers. */
    Map<String, String> signedGlue(String operation, byte[] body, Instant time) {
        return signedTarget("AWSGlue." + operation, body, time);
    }

    private Map<String, String> signedTarget(String target, byte[] body, Instant time) {
        return headers(sign(
                "POST",
                "/",
                "glue",
                "us-east-1",
                body,
                time,
                AuthLocation.HEADER,
                Map.of("X-Amz-Target", target, "Content-Type", "application/x-amz-json-1.1")));
    }

    SdkHttpRequest sign(
            String method,
            String path,
            String service,
            String region,
            byte[] body,
            Instant time,
            AuthLocation location,
            Map<String, String> headers) {
        SdkHttpRequest.Builder request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.fromValue(method))
                .protocol("http")
                .host(uri.getHost())
                .port(uri.getPort())
                .encodedPath(path.replaceFirst("\\?.*", ""));
        String query = path.contains("?") ? path.substring(path.indexOf('?') + 1) : "";
        RawQuery.parse(query).forEach(p -> request.appendRawQueryParameter(p.name(), p.value()));
        headers.forEach(request::putHeader);
        return AwsV4HttpSigner.create()
                .sign(r -> {
                    r.identity(AwsCredentialsIdentity.create(key.id(), key.secret()))
                            .request(request.build())
                            .payload(ContentStreamProvider.fromByteArray(body))
                            .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                            .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                            .putProperty(AwsV4HttpSigner.AUTH_LOCATION, location)
                            .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(time, ZoneOffset.UTC));
                    if (location == AuthLocation.QUERY_STRING) {
                        r.putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, Duration.ofMinutes(10));
                    }
                })
                .request();
    }

    static Map<String, String> headers(SdkHttpRequest signed) {
        Map<String, String> headers = new LinkedHashMap<>();
        signed.forEachHeader((name, values) -> headers.put(name, String.join(",", values)));
        NOT_SETTABLE.forEach(headers::remove);
        return headers;
    }

    HttpResponse<String> glue(String operation, String body) throws IOException, InterruptedException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return send("POST", "/", signedGlue(operation, bytes, Instant.now()), bytes);
    }

    /** Several changes as one. */
    HttpResponse<String> transact(String body) throws IOException, InterruptedException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return send("POST", "/", signedTarget(Transact.TARGET, bytes, Instant.now()), bytes);
    }

    HttpResponse<String> send(String method, String pathAndQuery, Map<String, String> headers, byte[] body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri.resolve(pathAndQuery))
                .timeout(Duration.ofSeconds(20))
                .method(method, BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
