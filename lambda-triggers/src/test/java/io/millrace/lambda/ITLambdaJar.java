package io.millrace.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

class ITLambdaJar {
    private static final Path JAR =
            Path.of(System.getProperty("millrace.home"), "lambda-triggers/target/millrace-lambda-triggers.jar");
    private static final long MAX_BYTES = 20_000_000;

    @Test
    void staysUnder20Megabytes() throws IOException {
        System.out.printf("millrace-lambda-triggers.jar: %.1f MB%n", Files.size(JAR) / 1e6);

        assertThat(Files.size(JAR)).isLessThan(MAX_BYTES);
    }

    @Test
    void hasTheHandlersAndTheirClientButNoEngine() throws IOException {
        List<String> names;
        try (JarFile jar = new JarFile(JAR.toFile())) {
            names = jar.stream().map(ZipEntry::getName).toList();
        }

        assertThat(names)
                .contains(
                        "io/millrace/lambda/RawObjectHandler.class",
                        "io/millrace/lambda/ScheduledEtlHandler.class",
                        "software/amazon/awssdk/services/glue/GlueClient.class",
                        "software/amazon/awssdk/http/urlconnection/UrlConnectionHttpClient.class",
                        "com/amazonaws/services/lambda/runtime/events/S3Event.class")
                .noneMatch(name -> name.startsWith("org/apache/spark/")
                        || name.startsWith("org/apache/hadoop/")
                        || name.startsWith("scala/")
                        || name.startsWith("io/netty/")
                        || name.startsWith("software/amazon/awssdk/http/apache/")
                        || name.startsWith("com/amazonaws/services/lambda/runtime/api/client/")
                        || name.startsWith("io/millrace/catalog/")
                        || name.endsWith(".SF"));
    }
}
