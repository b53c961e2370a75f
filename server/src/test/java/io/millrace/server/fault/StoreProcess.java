package io.millrace.server.fault;

import io.millrace.catalog.storage.S3Settings.Credentials;
import io.millrace.server.storage.EmbeddedObjectStore;
import io.millrace.server.storage.EmbeddedStoreSettings;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;

/** The embedded object store as a process, which lasts until it is killed; its one argument is the file of its settings. */
final class StoreProcess {
    private StoreProcess() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Properties settings = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of(arguments[0]))) {
            settings.load(file);
        }
        EmbeddedObjectStore store = EmbeddedObjectStore.start(EmbeddedStoreSettings.of(
                Path.of(System.getProperty("millrace.home")),
                Path.of(settings.getProperty("folder")),
                Integer.parseInt(settings.getProperty("port")),
                new Credentials(settings.getProperty("key"), settings.getProperty("secret"))));
        System.out.println("Serving at port " + store.port());
        new CountDownLatch(1).await();
    }
}
