package io.millrace.server.delivery;

import io.millrace.catalog.page.PageTokens;
import io.millrace.catalog.store.jdbc.SqliteDatabase;
import io.millrace.server.resource.ResourceTags;
import io.millrace.server.resource.ServicePages;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/** A real queue and journal over a file, with a clock that the test turns and targets that note what they get. */
public final class TestingDeliveries implements AutoCloseable {
    public static final String REGION = "us-east-1";
    public static final String FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:etl";

    public final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-22T10:00:00Z"));
    public final InstantSource clock = now::get;
    public final SqliteDatabase database;
    public final Deliveries deliveries;
    public final DueTimes times;
    public final ResourceTags tags;
    public final ServicePages pages = new ServicePages(PageTokens.withChecksum(), "ValidationException");
    public final List<Delivery> received = new CopyOnWriteArrayList<>();

    /** Over the file in this folder, which a queue before may have filled. */
    public TestingDeliveries(Path folder) {
        database = SqliteDatabase.open(folder.resolve("millrace.db"));
        database.migrate("io/millrace/server/migration", "server_schema_history");
        deliveries = new Deliveries(database.jdbi(), clock, Duration.ofMillis(1));
        times = new DueTimes(database.jdbi(), clock);
        tags = new ResourceTags(database.jdbi());
        deliveries.target(TargetArns.FUNCTION, received::add);
        deliveries.target(TargetArns.START_JOB_RUN, received::add);
    }

    /** What is queued and not delivered. */
    public List<Delivery> queued() {
        return new DeliveryRows(database.jdbi()).dueExcept(List.of(), Instant.ofEpochMilli(Long.MAX_VALUE), 10_000);
    }

    /** Turns the clock and fires what is due then. */
    public void tickAt(String time) {
        now.set(Instant.parse(time));
        times.tick();
    }

    @Override
    public void close() {
        deliveries.close();
        times.close();
        database.close();
    }
}
