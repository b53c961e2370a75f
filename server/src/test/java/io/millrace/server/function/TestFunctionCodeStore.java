package io.millrace.server.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.server.function.runtime.FunctionCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Code that is deleted is gone at once, and its files sooner or later, whatever happens to the process. */
final class TestFunctionCodeStore {
    @TempDir
    private Path folder;

    private final Queue<Runnable> background = new ArrayDeque<>();

    @Test
    void takesDeletedCodeAwayAtOnceAndItsFilesInTheBackground() throws IOException {
        FunctionCodeStore store = new FunctionCodeStore(folder, background::add);
        FunctionCode code = store.store("f", zip("one"));
        background.clear();

        store.delete("f");

        assertThat(code.folder()).doesNotExist();
        assertThat(files()).isNotEmpty();
        assertThat(store.store("f", zip("one")).folder()).isNotEmptyDirectory();
        background.remove().run();
        assertThat(files()).allMatch(file -> file.startsWith(folder.resolve("f")));
    }

    @Test
    void deletesWhatTheServerBeforeHasLeft() throws IOException {
        FunctionCodeStore first = new FunctionCodeStore(folder, background::add);
        first.store("gone", zip("one"));
        first.store("kept", zip("one"));
        FunctionCode second = first.store("kept", zip("two"));
        first.delete("gone");
        first.keepOnly("kept", List.of(second));
        background.clear();

        FunctionCodeStore next = new FunctionCodeStore(folder, Runnable::run);

        assertThat(files()).isNotEmpty().allMatch(file -> file.startsWith(second.folder()));
        assertThat(next.locate("kept", second.sha256(), second.size()).archive())
                .exists();
    }

    @Test
    void changesOfOneFunctionWaitForEachOtherAndForNoOther() throws Exception {
        FunctionTurns turns = new FunctionTurns();
        CountDownLatch unpacked = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        ExecutorService executor = Executors.newFixedThreadPool(2);
        try {
            Future<Boolean> slow = executor.submit(() -> turns.take("a", () -> {
                begun.countDown();
                return await(unpacked);
            }));
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

            assertThat(turns.take("b", () -> "done")).isEqualTo("done");
            Future<Long> after = executor.submit(() -> turns.take("a", unpacked::getCount));
            unpacked.countDown();

            assertThat(slow.get(10, TimeUnit.SECONDS)).isTrue();
            assertThat(after.get(10, TimeUnit.SECONDS)).isZero();
        } finally {
            executor.shutdownNow();
        }
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static byte[] zip(String content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("lib/" + content + ".txt"));
            zip.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
