package io.millrace.server.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class TestRepeatedWork {
    private static final Duration PAUSE = Duration.ofMillis(1);
    private static final Duration LONG = Duration.ofSeconds(20);

    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final AtomicInteger rounds = new AtomicInteger();
    private final RepeatedWork work = new RepeatedWork("test", e -> failures.add(String.valueOf(e.getMessage())));

    @AfterEach
    void close() {
        work.close();
    }

    @Test
    void roundThatFailsIsNotedAndDoesNotStopTheNext() {
        work.every(Duration.ZERO, PAUSE, this::fail);
        await().atMost(LONG).until(() -> rounds.get() >= 3);
        assertThat(failures).startsWith("round 1", "round 2");
    }

    @Test
    void anErrorIsAFailedRoundAsWell() {
        work.every(Duration.ZERO, PAUSE, () -> {
            rounds.incrementAndGet();
            throw new StackOverflowError("too deep");
        });
        await().atMost(LONG).until(() -> rounds.get() >= 2);
        assertThat(failures).startsWith("too deep");
    }

    @Test
    void roundOutOfTurnMayFailToo() {
        CountDownLatch after = new CountDownLatch(1);
        assertThatCode(() -> work.now(this::fail)).doesNotThrowAnyException();
        work.soon(this::fail);
        work.soon(after::countDown);
        await().atMost(LONG).until(() -> after.getCount() == 0);
        assertThat(failures).containsExactly("round 1", "round 2");
    }

    @Test
    void closeInterruptsTheRoundQuietlyAndEndsIt() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        work.every(Duration.ZERO, PAUSE, () -> {
            rounds.incrementAndGet();
            begun.countDown();
            failWhenInterrupted();
        });
        assertThat(begun.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        work.close();
        assertThat(work.awaitEnd(LONG)).isTrue();
        assertThat(rounds).hasValue(1);
        assertThat(failures).isEmpty();
    }

    @Test
    void doesNothingAfterItsEnd() throws InterruptedException {
        work.close();
        work.soon(this::fail);
        assertThat(work.awaitEnd(LONG)).isTrue();
        assertThat(work.isClosed()).isTrue();
        assertThat(rounds).hasValue(0);
    }

    private void fail() {
        throw new IllegalStateException("round " + rounds.incrementAndGet());
    }

    private static void failWhenInterrupted() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The database is closed", e);
        }
    }
}
