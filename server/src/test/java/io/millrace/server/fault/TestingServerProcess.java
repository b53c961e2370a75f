package io.millrace.server.fault;

import io.millrace.catalog.storage.S3Clients;
import io.millrace.catalog.storage.S3Settings;
import io.millrace.server.data.AdministratorKey;
import io.millrace.server.data.ServerNote;
import io.millrace.server.demo.MillraceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** A Millrace server with its own object store as a process, which is killed and followed by others on the same data, at other addresses. */
public final class TestingServerProcess implements AutoCloseable {
    private final Path folder;
    private final Path data;
    private MillraceProcess process;

    private TestingServerProcess(Path folder) throws IOException {
        this.folder = folder;
        this.data = Files.createDirectories(folder.resolve("data"));
    }

    /** A server that answers, with its data in a folder of that one. */
    public static TestingServerProcess start(Path folder) throws IOException {
        TestingServerProcess server = new TestingServerProcess(folder);
        server.start();
        return server;
    }

    /** The next one, after {@link #close}; it answers when this returns. */
    public void start() throws IOException {
        // Otherwise the dead one's address would be taken for this one's.
        ServerNote.remove(data);
        process =
                MillraceProcess.start(folder, "serve", "--data", data.toString(), "--port", "0", "--storage-port", "0");
        process.awaitServing();
    }

    /** The administrator's client of the server that runs now. */
    public <C, B extends AwsClientBuilder<B, C>> C client(B builder) {
        ServerNote note = ServerNote.read(data).orElseThrow();
        AdministratorKey key = key();
        return builder.endpointOverride(note.endpoint())
                .region(Region.of(note.region()))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey())))
                .build();
    }

    /** The administrator's client of its object store. */
    public S3Client s3() {
        ServerNote note = ServerNote.read(data).orElseThrow();
        AdministratorKey key = key();
        return S3Clients.create(new S3Settings(
                Optional.of(note.storageEndpoint()),
                note.region(),
                Optional.of(new S3Settings.Credentials(key.accessKeyId(), key.secretAccessKey()))));
    }

    private AdministratorKey key() {
        return AdministratorKey.load(data).orElseThrow();
    }

    /** {@code kill -9}. */
    @Override
    public void close() throws IOException {
        try {
            process.kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("The wait for the server's end was interrupted", e);
        }
    }
}
