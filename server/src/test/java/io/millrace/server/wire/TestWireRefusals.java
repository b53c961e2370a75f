package io.millrace.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;

class TestWireRefusals {
    private static final byte[] EMPTY = new byte[0];

    private static TestingWire wire;
    private static RawCalls calls;

    @BeforeAll
    static void start() throws IOException {
        wire = new TestingWire();
        calls = new RawCalls(wire.uri(), TestingWire.KEY);
    }

    @AfterAll
    static void stop() {
        wire.close();
    }

    @Test
    void answersASignedRequest() throws Exception {
        HttpResponse<String> answer = calls.glue("GetDatabases", "{}");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/x-amz-json-1.1");
        assertThat(answer.headers().firstValue("x-amzn-RequestId")).isPresent();
    }

    @Test
    void refusesARequestWithoutSignature() throws Exception {
        assertRefused(
                calls.send("POST", "/", Map.of("X-Amz-Target", "AWSGlue.GetDatabases"), EMPTY),
                400,
                "MissingAuthenticationTokenException",
                "Missing Authentication Token");
        HttpResponse<String> rest = calls.send("GET", "/2015-03-31/functions", Map.of(), EMPTY);
        assertThat(rest.statusCode()).isEqualTo(403);
        assertThat(rest.headers().firstValue("x-amzn-ErrorType")).contains("MissingAuthenticationTokenException");
    }

    @Test
    void refusesATamperedBody() throws Exception {
        byte[] body = "{\"Name\":\"a\"}".getBytes(StandardCharsets.UTF_8);
        byte[] other = "{\"Name\":\"b\"}".getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = calls.signedGlue("GetDatabase", body, Instant.now());
        assertRefused(calls.send("POST", "/", headers, other), 400, "InvalidSignatureException", "does not match");
        headers.remove("x-amz-content-sha256");
        assertRefused(calls.send("POST", "/", headers, other), 400, "InvalidSignatureException", "does not match");
    }

    @Test
    void refusesATamperedTarget() throws Exception {
        Map<String, String> headers = calls.signedGlue("GetDatabase", EMPTY, Instant.now());
        headers.put("X-Amz-Target", "AWSGlue.DeleteDatabase");
        assertRefused(calls.send("POST", "/", headers, EMPTY), 400, "InvalidSignatureException", "does not match");
    }

    @Test
    void refusesOldAndFutureSignatures() throws Exception {
        Instant now = Instant.now();
        Map<String, String> old = calls.signedGlue("GetDatabases", EMPTY, now.minus(Duration.ofMinutes(6)));
        assertRefused(calls.send("POST", "/", old, EMPTY), 400, "InvalidSignatureException", "Signature expired: ");
        Map<String, String> early = calls.signedGlue("GetDatabases", EMPTY, now.plus(Duration.ofMinutes(6)));
        assertRefused(
                calls.send("POST", "/", early, EMPTY), 400, "InvalidSignatureException", "Signature not yet current: ");
        Map<String, String> recent = calls.signedGlue("GetDatabases", EMPTY, now.minus(Duration.ofMinutes(4)));
        assertThat(calls.send("POST", "/", recent, EMPTY).statusCode()).isEqualTo(200);
    }

    @Test
    void refusesAnotherRegionAndAnotherService() throws Exception {
        Map<String, String> target = Map.of("X-Amz-Target", "AWSGlue.GetDatabases");
        Instant now = Instant.now();
        var region = calls.sign("POST", "/", "glue", "eu-west-1", EMPTY, now, AuthLocation.HEADER, target);
        assertRefused(
                calls.send("POST", "/", RawCalls.headers(region), EMPTY),
                400,
                "InvalidSignatureException",
                "Credential should be scoped to a valid region, not 'eu-west-1'.");
        var service = calls.sign("POST", "/", "athena", "us-east-1", EMPTY, now, AuthLocation.HEADER, target);
        assertRefused(
                calls.send("POST", "/", RawCalls.headers(service), EMPTY),
                400,
                "InvalidSignatureException",
                "Credential should be scoped to correct service: 'glue'.");
        var unknown = calls.sign("GET", "/", "dynamodb", "us-east-1", EMPTY, now, AuthLocation.HEADER, Map.of());
        assertThat(calls.send("GET", "/", RawCalls.headers(unknown), EMPTY).statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Basic abc | IncompleteSignatureException | Unsupported AWS 'algorithm'",
                "AWS4-HMAC-SHA256 Credential=a | IncompleteSignatureException | requires 'Signature' parameter. "
                        + "Authorization header requires 'SignedHeaders' parameter.",
                "AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host;x-amz-date, Signature=c"
                        + " | IncompleteSignatureException | exactly 5 slash-delimited",
                "AWS4-HMAC-SHA256 Credential=AKIATESTING/20260101/us-east-1/glue/aws4, SignedHeaders=host;x-amz-date, Signature=c"
                        + " | InvalidSignatureException | valid terminator",
                "AWS4-HMAC-SHA256 Credential=AKIATESTING/20260101/us-east-1/glue/aws4_request, SignedHeaders=x-amz-date, Signature=c"
                        + " | IncompleteSignatureException | 'Host' or ':authority' must be",
                "AWS4-HMAC-SHA256 Credential=AKIATESTING/20260101/us-east-1/glue/aws4_request, SignedHeaders=host, Signature=c"
                        + " | IncompleteSignatureException | 'x-amz-date' must be",
                "AWS4-HMAC-SHA256 Credential=AKIATESTING/20260102/us-east-1/glue/aws4_request, SignedHeaders=host;x-amz-date, Signature=c"
                        + " | InvalidSignatureException | Date in Credential scope does not match",
            })
    void tellsWhatAnAuthorizationLacks(String authorization, String name, String message) throws Exception {
        Map<String, String> headers = Map.of(
                "X-Amz-Target",
                "AWSGlue.GetDatabases",
                "X-Amz-Date",
                "20260101T000000Z",
                "Authorization",
                authorization);
        assertRefused(calls.send("POST", "/", headers, EMPTY), 400, name, message);
    }

    @Test
    void refusesStreamingSignatures() throws Exception {
        Map<String, String> headers = new HashMap<>(calls.signedGlue("GetDatabases", EMPTY, Instant.now()));
        headers.put("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD");
        assertRefused(
                calls.send("POST", "/", headers, EMPTY),
                400,
                "InvalidSignatureException",
                "is not supported: 'STREAMING");
    }

    @Test
    void acceptsAPresignedRequestUntilItExpires() throws Exception {
        String path = "/2015-03-31/functions/arn%3Aaws%3Alambda%3Aus-east-1%3A000000000000%3Afunction%3Af";
        assertThat(presigned(path, Instant.now().minusSeconds(540)).statusCode())
                .isEqualTo(200);
        HttpResponse<String> late = presigned(path, Instant.now().minusSeconds(660));
        assertThat(late.statusCode()).isEqualTo(403);
        assertThat(late.body()).contains("Signature expired: ");
    }

    private static HttpResponse<String> presigned(String path, Instant time) throws Exception {
        SdkHttpRequest signed =
                calls.sign("GET", path, "lambda", "us-east-1", EMPTY, time, AuthLocation.QUERY_STRING, Map.of());
        return calls.send(
                "GET",
                signed.encodedPath() + "?" + signed.encodedQueryParameters().orElse(""),
                Map.of(),
                EMPTY);
    }

    @Test
    void refusesAnUnknownOperation() throws Exception {
        assertRefused(calls.glue("GetNothing", "{}"), 400, "UnknownOperationException", "no such operation");
        assertRefused(calls.glue("ListBlueprints", "{}"), 400, "UnknownOperationException", "does not serve");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "no json | Unable to parse",
                "[] | Start of structure or map found where not expected.",
                "{\"Name\":\"a\" | Unable to parse",
                "{\"Name\":\"a\"} x | ",
                "{\"Name\":1} | NUMBER_VALUE can not be converted to a String",
                "{\"Name\":true} | TRUE_VALUE can not be converted to a String",
                "{\"Name\":[\"a\"]} | Start of structure or map found where not expected.",
            })
    void refusesABodyThatIsNoSuchRequest(String body, String message) throws Exception {
        assertRefused(calls.glue("GetDatabase", body), 400, "SerializationException", message == null ? "" : message);
    }

    @Test
    void refusesJsonThatIsTooDeep() throws Exception {
        String deep = "{\"Unknown\":" + "[".repeat(50_000) + "]".repeat(50_000) + "}";
        assertRefused(calls.glue("GetDatabase", deep), 400, "SerializationException", "");
    }

    @Test
    void ignoresMembersThatItDoesNotKnow() throws Exception {
        assertThat(calls.glue("GetDatabases", "{\"New\":{\"a\":[1,null]},\"MaxResults\":null}")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void refusesAMissingMemberAndNullElements() throws Exception {
        assertRefused(
                calls.glue("GetDatabase", "{}"),
                400,
                "ValidationException",
                "1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null");
        assertRefused(
                calls.glue(
                        "CreateTable",
                        "{\"DatabaseName\":\"d\",\"TableInput\":{\"Name\":\"t\",\"PartitionKeys\":[null]}}"),
                400,
                "ValidationException",
                "Value null at 'tableInput.partitionKeys.1.member' failed");
    }

    @Test
    void neverFailsOrHangsOnSpoiledRequests() throws Exception {
        long seed = 20261122;
        Random random = new Random(seed);
        byte[] good =
                ("{\"DatabaseName\":\"sales\",\"TableInput\":{\"Name\":\"orders\",\"Retention\":0,\"LastAccessTime\":1.7e9,"
                                + "\"StorageDescriptor\":{\"Columns\":[{\"Name\":\"id\",\"Type\":\"bigint\"},{\"Name\":\"größe\"}],"
                                + "\"SerdeInfo\":{\"Parameters\":{\"field.delim\":\",\"}},\"SortColumns\":[{\"Column\":\"id\",\"SortOrder\":1}]},"
                                + "\"Parameters\":{\"classification\":\"csv\"}}}")
                        .getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 2_000; i++) {
            byte[] spoiled = Mutations.spoil(good, random);
            Map<String, String> headers = calls.signedGlue("CreateTable", spoiled, Instant.now());
            if (random.nextInt(10) == 0) {
                Mutations.spoilHeader(headers, random);
            }
            int status = calls.send("POST", "/", headers, spoiled).statusCode();
            assertThat(status)
                    .as("seed %d, round %d: %s", seed, i, new String(spoiled, StandardCharsets.UTF_8))
                    .isBetween(200, 499);
        }
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String name, String message) {
        assertThat(answer.body()).contains("\"__type\":\"" + name + "\"").contains(message.replace("\"", "\\\""));
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("x-amzn-RequestId")).isPresent();
    }
}
