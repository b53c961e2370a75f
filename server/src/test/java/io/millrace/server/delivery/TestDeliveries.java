package io.millrace.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestDeliveries {
    @TempDir
    private Path folder;

    private TestingDeliveries testing;

    @BeforeEach
    void open() {
        testing = new TestingDeliveries(folder);
    }

    @AfterEach
    void close() {
        testing.close();
    }

    private Delivery delivery(String id, int retries) {
        Instant now = testing.clock.instant();
        return Delivery.of(id, "sender", "kind", "target", "body of " + id, retries, now, now.plusSeconds(60));
    }

    @Test
    void deliversOnceAndForgets() {
        List<String> bodies = new CopyOnWriteArrayList<>();
        testing.deliveries.target("kind", delivery -> bodies.add(delivery.body()));
        testing.deliveries.add(delivery("a", 0));
        testing.deliveries.add(delivery("a", 0));
        testing.deliveries.start();
        await().until(() -> testing.queued().isEmpty());
        assertThat(bodies).containsExactly("body of a");
    }

    @Test
    void whatIsNotCommittedIsNotDelivered() {
        testing.deliveries.target("kind", testing.received::add);
        testing.deliveries.start();
        assertThatThrownBy(() -> testing.database.jdbi().useTransaction(handle -> {
                    testing.deliveries.add(delivery("lost", 0));
                    throw new IllegalStateException("the sender failed");
                }))
                .hasMessage("the sender failed");
        testing.deliveries.add(delivery("kept", 0));
        await().until(() -> !testing.received.isEmpty());
        assertThat(testing.received).extracting(Delivery::id).containsExactly("kept");
    }

    @Test
    void failuresAreRetriedAsOftenAsAllowed() {
        AtomicInteger tries = new AtomicInteger();
        testing.deliveries.target("kind", delivery -> {
            tries.incrementAndGet();
            throw new IllegalStateException("not now");
        });
        testing.deliveries.add(delivery("a", 2));
        testing.deliveries.start();
        await().until(() -> {
            testing.now.updateAndGet(time -> time.plusMillis(20));
            return testing.queued().isEmpty();
        });
        assertThat(tries).hasValue(3);
    }

    @Test
    void whatCannotBeDeliveredIsGivenUpAtOnce() {
        AtomicInteger tries = new AtomicInteger();
        testing.deliveries.target("kind", delivery -> {
            tries.incrementAndGet();
            throw new UndeliverableException("gone for good");
        });
        testing.deliveries.add(delivery("a", 5));
        testing.deliveries.start();
        await().until(() -> testing.queued().isEmpty());
        assertThat(tries).hasValue(1);
    }

    @Test
    void whatIsTooOldIsGivenUpUntried() {
        testing.deliveries.target("kind", testing.received::add);
        testing.deliveries.add(delivery("a", 5));
        testing.now.updateAndGet(time -> time.plusSeconds(61));
        testing.deliveries.start();
        await().until(() -> testing.queued().isEmpty());
        assertThat(testing.received).isEmpty();
    }

    /** The target's own rows and the delivery go together: a target that fails leaves neither. */
    @Test
    void handingOverInATransactionIsAllOrNothing() {
        AtomicInteger tries = new AtomicInteger();
        testing.deliveries.target("kind", new DeliveryTarget() {
            @Override
            public void deliver(Delivery delivery) {
                testing.times.set("test", "row " + tries.get(), Optional.of(DueTimes.DueTime.at(Instant.EPOCH)));
                if (tries.getAndIncrement() == 0) {
                    throw new IllegalStateException("after the write");
                }
            }

            @Override
            public Handover handover() {
                return Handover.TRANSACTION;
            }
        });
        testing.deliveries.add(delivery("a", 5));
        testing.deliveries.start();
        await().until(() -> {
            testing.now.updateAndGet(time -> time.plusMillis(20));
            return testing.queued().isEmpty();
        });
        assertThat(testing.times.next("test", "row 0")).isEmpty();
        assertThat(testing.times.next("test", "row 1")).isPresent();
    }

    @Test
    void theNextServerDeliversWhatIsLeft() {
        testing.deliveries.add(delivery("a", 0));
        testing.close();
        testing = new TestingDeliveries(folder);
        testing.deliveries.target("kind", testing.received::add);
        testing.deliveries.start();
        await().until(() -> testing.queued().isEmpty());
        assertThat(testing.received).extracting(Delivery::body).containsExactly("body of a");
    }
}
