package io.millrace.server.fault;

import io.millrace.server.fault.CatalogStep.TableState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What writers asked for and what was acknowledged: a file that grows by a line and is on the disk before the writer goes on. */
final class CatalogJournal implements AutoCloseable {
    private final FileChannel file;

    private CatalogJournal(FileChannel file) {
        this.file = file;
    }

    static CatalogJournal append(Path path) throws IOException {
        return new CatalogJournal(FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    /** Before the call. */
    void begin(String table, CatalogStep step) {
        write("BEGIN %s %s %d\n".formatted(table, step.kind(), step.batch()));
    }

    /** After its answer. */
    void acknowledge(String table) {
        write("DONE %s\n".formatted(table));
    }

    private synchronized void write(String line) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(false);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Every table by its name, as the journal leaves it. */
    static Map<String, Expectation> read(Path path) throws IOException {
        Map<String, Expectation> tables = new TreeMap<>();
        for (String line : Files.readAllLines(path)) {
            String[] words = line.split(" ");
            Expectation now = tables.getOrDefault(words[1], Expectation.NOTHING);
            tables.put(
                    words[1],
                    words[0].equals("DONE")
                            ? now.acknowledged()
                            : now.begun(
                                    new CatalogStep(CatalogStep.Kind.valueOf(words[2]), Integer.parseInt(words[3]))));
        }
        return tables;
    }

    /**
     * What a reader may find.
     *
     * @param last what was acknowledged last; empty for no such table
     * @param pending the call that got no answer
     */
    record Expectation(Optional<TableState> last, Optional<CatalogStep> pending, int acknowledgements) {
        static final Expectation NOTHING = new Expectation(Optional.empty(), Optional.empty(), 0);

        private Expectation begun(CatalogStep step) {
            return new Expectation(last, Optional.of(step), acknowledgements);
        }

        private Expectation acknowledged() {
            return new Expectation(pending.orElseThrow().after(last), Optional.empty(), acknowledgements + 1);
        }

        boolean allows(Optional<TableState> actual) {
            return actual.equals(last)
                    || (pending.isPresent() && actual.equals(pending.get().after(last)));
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
