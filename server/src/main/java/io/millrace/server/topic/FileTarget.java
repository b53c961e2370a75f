package io.millrace.server.topic;

import io.millrace.server.delivery.Delivery;
import io.millrace.server.delivery.DeliveryTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Files as receivers of messages: one line each, in the order in which they come. They stay when the subscription goes. Thread-safe. */
final class FileTarget implements DeliveryTarget {
    static final String KIND = "sns:file";

    private final Path folder;

    /** @param folder where the files are, which is made when the first message comes */
    FileTarget(Path folder) {
        this.folder = folder;
    }

    @Override
    public synchronized void deliver(Delivery delivery) {
        try {
            Files.createDirectories(folder);
            Files.writeString(
                    folder.resolve(delivery.target()),
                    delivery.body().replace("\r", "").replace('\n', ' ') + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write to " + delivery.target() + " in " + folder, e);
        }
    }
}
