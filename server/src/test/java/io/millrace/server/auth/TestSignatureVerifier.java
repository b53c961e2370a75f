package io.millrace.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.server.http.HttpHeaders;
import io.millrace.server.http.HttpRequestHead;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** AWS's published test suite for Signature Version 4, as far as it fits services that are not S3. */
class TestSignatureVerifier {
    private static final Instant TIME = Instant.parse("2015-08-30T12:36:00Z");

    private final InMemoryAccessKeys keys = new InMemoryAccessKeys();

    TestSignatureVerifier() {
        keys.add(AccessKey.of("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"));
    }

    private Principal verify(HttpRequestHead head, Instant now) {
        return new SignatureVerifier(keys, "us-east-1", InstantSource.fixed(now)).verify(head, new byte[0]);
    }

    private static HttpRequestHead get(@Nullable String query, String signature) {
        return new HttpRequestHead("id", "GET", "/", query, HttpHeaders.of(headers(signature)));
    }

    private static List<Map.Entry<String, String>> headers(String signature) {
        return new ArrayList<>(List.of(
                Map.entry("Host", "example.amazonaws.com"),
                Map.entry("X-Amz-Date", "20150830T123600Z"),
                Map.entry(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
                                + "SignedHeaders=host;x-amz-date, Signature=" + signature)));
    }

    @ParameterizedTest
    @CsvSource({
        ",5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "Param2=value2&Param1=value1,b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
    })
    void agreesWithAwssTestSuite(@Nullable String query, String signature) {
        assertThat(verify(get(query, signature), TIME))
                .isEqualTo(new Principal(
                        "AKIDEXAMPLE", "arn:aws:iam::000000000000:user/AKIDEXAMPLE", "us-east-1", "service"));
    }

    @Test
    void saysHowOldASignatureIs() {
        HttpRequestHead head = get(null, "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
        assertThat(verify(head, TIME.plusSeconds(300)).service()).isEqualTo("service");
        assertThatThrownBy(() -> verify(head, TIME.plusSeconds(301)))
                .isInstanceOf(AuthenticationException.class)
                .hasMessage("Signature expired: 20150830T123600Z is now earlier than 20150830T123601Z "
                        + "(20150830T124101Z - 5 min.)");
        assertThat(verify(head, TIME.minusSeconds(300)).service()).isEqualTo("service");
        assertThatThrownBy(() -> verify(head, TIME.minusSeconds(301)))
                .hasMessage("Signature not yet current: 20150830T123600Z is still later than 20150830T123559Z "
                        + "(20150830T123059Z + 5 min.)");
    }

    @Test
    void normalisesPathsAndEncodesThemTwice() {
        assertThat(CanonicalRequest.path("/")).isEqualTo("/");
        assertThat(CanonicalRequest.path("//a//b/../c/./")).isEqualTo("/a/c/");
        assertThat(CanonicalRequest.path("/..")).isEqualTo("/");
        assertThat(CanonicalRequest.path("/f/arn%3Aaws/ü")).isEqualTo("/f/arn%253Aaws/%C3%BC");
    }

    @Test
    void decodesOnlyWhatIsEncoded() {
        assertThat(RawQuery.parse("a=%20+&a=b&%zz&&c%3D=%E2%98%83%"))
                .containsExactly(
                        new RawQuery.Parameter("a", " +"),
                        new RawQuery.Parameter("a", "b"),
                        new RawQuery.Parameter("%zz", ""),
                        new RawQuery.Parameter("c=", "☃%"));
    }

    @Test
    void hidesSecretsInText() {
        assertThat(new AccessKey("id", "hidden", "hidden").toString()).isEqualTo("AccessKey[id]");
    }
}
