package io.millrace.server.alarm;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Jdbi;

/**
 * The data points of metrics, those of one minute added up; they are kept for fifteen days, as CloudWatch keeps those of one minute. Calls
 * join the transaction that the calling thread is in. Thread-safe.
 */
public final class Metrics {
    /** CloudWatch User Guide, "Metrics retention". */
    private static final Duration KEPT = Duration.ofDays(15);

    static final Duration MINUTE = Duration.ofMinutes(1);

    private final Jdbi jdbi;
    private final InstantSource clock;

    /** The data points in a database with the server's migrations. */
    public Metrics(Jdbi jdbi, InstantSource clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /**
     * Counts one value now.
     *
     * @param unit as CloudWatch calls it, such as {@code Count}
     */
    public void add(MetricName metric, String unit, double value) {
        add(metric, unit, clock.instant(), Samples.of(value));
    }

    void add(MetricName metric, String unit, Instant time, Samples samples) {
        jdbi.useHandle(handle -> handle.execute(
                "INSERT INTO metric_minute (namespace, name, dimensions, unit, minute_millis, samples, total, smallest,"
                        + " largest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (namespace, name, dimensions, unit, minute_millis) DO UPDATE SET"
                        + " samples = metric_minute.samples + excluded.samples,"
                        + " total = metric_minute.total + excluded.total,"
                        + " smallest = min(metric_minute.smallest, excluded.smallest),"
                        + " largest = max(metric_minute.largest, excluded.largest)",
                metric.namespace(),
                metric.name(),
                metric.dimensionText(),
                unit,
                floor(time).toEpochMilli(),
                samples.count(),
                samples.sum(),
                samples.minimum(),
                samples.maximum()));
    }

    static Instant floor(Instant time) {
        return time.minusMillis(Math.floorMod(time.toEpochMilli(), MINUTE.toMillis()));
    }

    /** What there is of a metric by minute, from one time until before another. */
    NavigableMap<Instant, Samples> read(MetricName metric, Optional<String> unit, Instant from, Instant to) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT minute_millis, SUM(samples), SUM(total), MIN(smallest), MAX(largest) FROM metric_minute"
                                + " WHERE namespace = ? AND name = ? AND dimensions = ? AND (? = '' OR unit = ?)"
                                + " AND minute_millis >= ? AND minute_millis < ? GROUP BY minute_millis",
                        metric.namespace(),
                        metric.name(),
                        metric.dimensionText(),
                        unit.orElse(""),
                        unit.orElse(""),
                        from.toEpochMilli(),
                        to.toEpochMilli())
                .map((row, context) -> Map.entry(
                        Instant.ofEpochMilli(row.getLong(1)),
                        new Samples(row.getDouble(2), row.getDouble(3), row.getDouble(4), row.getDouble(5))))
                .reduce(new TreeMap<>(), (all, minute) -> {
                    all.put(minute.getKey(), minute.getValue());
                    return all;
                }));
    }

    /** The metrics that have data points, by namespace, name and dimensions. */
    List<MetricName> list(Optional<String> namespace, Optional<String> name) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT DISTINCT namespace, name, dimensions FROM metric_minute"
                                + " WHERE (? = '' OR namespace = ?) AND (? = '' OR name = ?)"
                                + " ORDER BY namespace, name, dimensions",
                        namespace.orElse(""),
                        namespace.orElse(""),
                        name.orElse(""),
                        name.orElse(""))
                .map((row, context) -> MetricName.stored(row.getString(1), row.getString(2), row.getString(3)))
                .list());
    }

    /** Forgets what is older than fifteen days. */
    void prune() {
        jdbi.useHandle(handle -> handle.execute(
                "DELETE FROM metric_minute WHERE minute_millis < ?",
                clock.instant().minus(KEPT).toEpochMilli()));
    }
}
