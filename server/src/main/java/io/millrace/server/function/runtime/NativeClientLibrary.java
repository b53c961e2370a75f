package io.millrace.server.function.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The native part of the runtime interface client, unpacked once for all processes. By itself the client unpacks it to a
 * fixed file in {@code /tmp} at every start, under the feet of the processes that have it loaded: they crash.
 */
final class NativeClientLibrary implements AutoCloseable {
    private static final String CLIENT_JAR = "aws-lambda-java-runtime-interface-client-";
    private static final String PROPERTY =
            "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";

    private final Path folder;
    private final Optional<Path> file;

    /** Unpacks the library of this machine; on systems that the client does not support, its own error comes. */
    NativeClientLibrary(Path runtimeFolder) throws IOException {
        folder = Files.createTempDirectory("millrace-function-runtime");
        file = unpack(runtimeFolder, folder.resolve("libaws-lambda-jni.so"));
    }

    private static Optional<Path> unpack(Path runtimeFolder, Path target) throws IOException {
        if (!System.getProperty("os.name").startsWith("Linux") || !Files.isDirectory(runtimeFolder)) {
            return Optional.empty();
        }
        Optional<Path> jar;
        try (Stream<Path> files = Files.list(runtimeFolder)) {
            jar = files.filter(path -> path.getFileName().toString().startsWith(CLIENT_JAR))
                    .findFirst();
        }
        if (jar.isEmpty()) {
            return Optional.empty();
        }
        try (ZipFile zip = new ZipFile(jar.get().toFile())) {
            ZipEntry entry = zip.getEntry(entryName());
            if (entry == null) {
                return Optional.empty();
            }
            try (InputStream in = zip.getInputStream(entry)) {
                Files.copy(in, target);
            }
        }
        return Optional.of(target);
    }

    private static String entryName() {
        String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        String architecture = machine.equals("aarch64") ? "aarch_64" : "x86_64";
        boolean musl =
                Files.exists(Path.of("/lib/ld-musl-" + (machine.equals("amd64") ? "x86_64" : machine) + ".so.1"));
        return "jni/libaws-lambda-jni.linux" + (musl ? "_musl-" : "-") + architecture + ".so";
    }

    /** What to tell the JVM. */
    List<String> options() {
        return file.map(path -> List.of("-D" + PROPERTY + "=" + path)).orElse(List.of());
    }

    /** Deletes the library; processes that have it loaded go on. */
    @Override
    public void close() throws IOException {
        if (file.isPresent()) {
            Files.deleteIfExists(file.get());
        }
        Files.deleteIfExists(folder);
    }
}
