package io.millrace.catalog.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TestS3aSettings {
    @Test
    void reachesAStoreByPathWithItsKey() {
        Map<String, String> properties = S3aSettings.properties(new S3Settings(
                Optional.of(URI.create("https://s3.us-west-004.backblazeb2.com")),
                "us-west-004",
                Optional.of(new S3Settings.Credentials("id", "secret"))));

        assertThat(properties)
                .containsEntry("fs.s3a.endpoint", "https://s3.us-west-004.backblazeb2.com")
                .containsEntry("fs.s3a.endpoint.region", "us-west-004")
                .containsEntry("fs.s3a.path.style.access", "true")
                .containsEntry("fs.s3a.connection.ssl.enabled", "true")
                .containsEntry("fs.s3a.access.key", "id")
                .containsEntry("fs.s3a.secret.key", "secret")
                .containsEntry("fs.s3a.checksum.generation", "false")
                .containsEntry("fs.s3a.request.md5.header", "true")
                .containsEntry("fs.s3a.committer.name", "magic");
    }

    @Test
    void leavesToTheSdkWhatIsNotGiven() {
        Map<String, String> properties =
                S3aSettings.properties(new S3Settings(Optional.empty(), "us-east-1", Optional.empty()));

        assertThat(properties)
                .doesNotContainKeys(
                        "fs.s3a.endpoint", "fs.s3a.path.style.access", "fs.s3a.access.key", "fs.s3a.secret.key")
                .containsEntry(
                        "fs.s3a.aws.credentials.provider",
                        "software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider");
    }
}
