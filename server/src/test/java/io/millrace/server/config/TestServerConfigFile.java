package io.millrace.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.catalog.store.jdbc.PostgresSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestServerConfigFile {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void keepsTheCatalogInTheDataFolderUnlessToldOtherwise() throws IOException {
        assertThat(read("").catalog()).isEqualTo(CatalogConfig.local());
        assertThat(read("catalog.history-days=7").catalog().historyRetention()).isEqualTo(Duration.ofDays(7));
    }

    @Test
    void readsASharedCatalogWithItsPasswordFromAFile() throws IOException {
        Path password = Files.writeString(folder.resolve("password"), "geheim\n");
        String url = "jdbc:postgresql://db/millrace";
        ServerConfig config =
                read("catalog.url=" + url + "\ncatalog.user=me\ncatalog.password-file=" + password.toString());
        assertThat(config.catalog().shared()).contains(new PostgresSettings(url, "me", "geheim"));
        assertThat(config.toString()).doesNotContain("geheim").contains(url + " as me");
        assertThat(read("catalog.url=" + url + "\ncatalog.user=me\ncatalog.password=x")
                        .catalog()
                        .shared())
                .contains(new PostgresSettings(url, "me", "x"));
    }

    @Test
    void refusesACatalogThatIsHalfToldOrWrong() {
        refuses("catalog.user=me", "catalog.url is missing, but catalog.user or catalog.password is there");
        refuses("catalog.url=jdbc:postgresql://db/x", "catalog.user is missing, but catalog.url is there");
        refuses(
                "catalog.url=jdbc:mysql://db/x\ncatalog.user=me",
                "The catalog's URL must begin with jdbc:postgresql:, but is jdbc:mysql://db/x");
        refuses(
                "catalog.url=jdbc:postgresql://db/x?password=p\ncatalog.user=me",
                "The catalog's URL must not hold the password, as it is logged");
        refuses("catalog.history-days=0", "catalog.history-days must be from 1 to 3650, but is 0");
        refuses("catalog.ulr=x", "unknown settings catalog.ulr; docs/configuration.md lists all");
    }

    private void refuses(String properties, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(properties))
                .withMessageEndingWith(ServerConfigFile.FILE_NAME + ": " + message);
    }

    private ServerConfig read(String properties) throws IOException {
        Path file = Files.writeString(folder.resolve(ServerConfigFile.FILE_NAME), properties);
        return ServerConfigFile.read(file, folder);
    }
}
