package io.millrace.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.server.config.ObservabilityConfig.LogFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestObservabilityConfig {
    @TempDir
    private Path folder;

    private ObservabilityConfig read(String settings) throws IOException {
        Path file = Files.writeString(folder.resolve("millrace.properties"), settings);
        return ServerConfigFile.read(file, folder).observability();
    }

    @Test
    void showsMetricsAndLogsTextByDefault() throws IOException {
        assertThat(read("")).isEqualTo(new ObservabilityConfig(true, LogFormat.TEXT));
    }

    @Test
    void readsTheSettings() throws IOException {
        assertThat(read("metrics.enabled=false\nlog.format=json\n"))
                .isEqualTo(new ObservabilityConfig(false, LogFormat.JSON));
    }

    @Test
    void refusesOtherValues() {
        assertThatThrownBy(() -> read("metrics.enabled=no\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("metrics.enabled must be one of false, true, but is 'no'");
        assertThatThrownBy(() -> read("log.format=xml\n"))
                .hasMessageContaining("log.format must be one of json, text, but is 'xml'");
    }
}
