package io.millrace.catalog.crawl.jdbc;

import io.millrace.catalog.crawl.CrawlEnd;
import io.millrace.catalog.crawl.CrawlerStore;
import io.millrace.catalog.crawl.StoredCrawler;
import io.millrace.catalog.crawl.StoredCrawler.EndedCrawl;
import io.millrace.catalog.crawl.StoredCrawler.RunningCrawl;
import io.millrace.catalog.sdkjson.SdkJsonReader;
import io.millrace.catalog.sdkjson.SdkJsonWriter;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatement;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.glue.model.Crawler;
import software.amazon.awssdk.services.glue.model.CrawlerHistory;
import software.amazon.awssdk.services.glue.model.CrawlerMetrics;
import software.amazon.awssdk.services.glue.model.LastCrawlStatus;

/** The tables {@code glue_crawlers} and, through {@link CrawlRows}, {@code glue_crawls}. Changes are conditional on the row's revision and are tried again when another was faster. */
public final class JdbcCrawlerStore implements CrawlerStore {
    private static final String COLUMNS =
            "SELECT revision, definition, metrics, crawl_id, started_at, unannounced_id, unannounced_status,"
                    + " scheduled_since"
                    + " FROM glue_crawlers";

    private final Jdbi jdbi;

    /** A store on a database whose catalog tables are up to date. */
    public JdbcCrawlerStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    private record Row(long revision, StoredCrawler crawler) {}

    @Override
    public Optional<StoredCrawler> find(String name) {
        return jdbi.withHandle(handle -> findRow(handle, name)).map(Row::crawler);
    }

    @Override
    public List<StoredCrawler> list(String afterName, int limit) {
        return jdbi.withHandle(handle -> handle.createQuery(COLUMNS + " WHERE name > :after ORDER BY name LIMIT :limit")
                .bind("after", afterName)
                .bind("limit", limit)
                .map((row, context) -> read(row).crawler())
                .list());
    }

    @Override
    public boolean insert(StoredCrawler crawler, Map<String, String> tags) {
        return jdbi.withHandle(handle -> bind(
                                handle.createUpdate(
                                        "INSERT INTO glue_crawlers (name, revision, definition, metrics, crawl_id, started_at,"
                                                + " unannounced_id, unannounced_status, schedule, scheduled_since, tags)"
                                                + " VALUES (:name, 0, :definition, :metrics, :crawlId, :startedAt,"
                                                + " :unannouncedId, :unannouncedStatus, :schedule, :scheduledSince, :tags)"
                                                + " ON CONFLICT DO NOTHING"),
                                crawler)
                        .bind("tags", CrawlerTagRows.json(tags))
                        .execute())
                == 1;
    }

    @Override
    public Optional<Map<String, String>> tags(String name) {
        return jdbi.withHandle(handle -> CrawlerTagRows.find(handle, name)).map(CrawlerTagRows::parse);
    }

    @Override
    public boolean changeTags(String name, UnaryOperator<Map<String, String>> change) {
        while (true) {
            Optional<String> found = jdbi.withHandle(handle -> CrawlerTagRows.find(handle, name));
            if (found.isEmpty()) {
                return false;
            }
            String changed = CrawlerTagRows.json(change.apply(CrawlerTagRows.parse(found.get())));
            if (jdbi.withHandle(handle -> CrawlerTagRows.change(handle, name, found.get(), changed))) {
                return true;
            }
        }
    }

    @Override
    public Optional<StoredCrawler> change(String name, UnaryOperator<StoredCrawler> change) {
        while (true) {
            Optional<Row> found = jdbi.withHandle(handle -> findRow(handle, name));
            if (found.isEmpty()) {
                return Optional.empty();
            }
            StoredCrawler changed = change.apply(found.get().crawler());
            if (jdbi.withHandle(handle -> update(handle, changed, found.get().revision()))) {
                return Optional.of(changed);
            }
        }
    }

    @Override
    public Optional<StoredCrawler> end(String name, Function<StoredCrawler, Optional<CrawlEnd>> end) {
        while (true) {
            Optional<Row> found = jdbi.withHandle(handle -> findRow(handle, name));
            Optional<CrawlEnd> ending = found.flatMap(row -> end.apply(row.crawler()));
            if (ending.isEmpty()) {
                return found.map(Row::crawler);
            }
            long revision = found.orElseThrow().revision();
            if (jdbi.inTransaction(handle -> end(handle, ending.get(), revision))) {
                return ending.map(CrawlEnd::crawler);
            }
        }
    }

    private static boolean end(Handle handle, CrawlEnd end, long revision) {
        boolean updated = update(handle, end.crawler(), revision);
        if (updated) {
            CrawlRows.add(handle, end);
        }
        return updated;
    }

    private static boolean update(Handle handle, StoredCrawler crawler, long revision) {
        return bind(
                                handle.createUpdate(
                                        "UPDATE glue_crawlers SET revision = revision + 1,"
                                                + " definition = :definition, metrics = :metrics, crawl_id = :crawlId,"
                                                + " started_at = :startedAt, unannounced_id = :unannouncedId,"
                                                + " unannounced_status = :unannouncedStatus, schedule = :schedule,"
                                                + " scheduled_since = :scheduledSince WHERE name = :name AND revision = :revision"),
                                crawler)
                        .bind("revision", revision)
                        .execute()
                == 1;
    }

    @Override
    public boolean delete(String name, Consumer<StoredCrawler> check) {
        while (true) {
            Optional<Row> found = jdbi.withHandle(handle -> findRow(handle, name));
            if (found.isEmpty()) {
                return false;
            }
            check.accept(found.get().crawler());
            long revision = found.get().revision();
            if (jdbi.inTransaction(handle -> delete(handle, name, revision))) {
                return true;
            }
        }
    }

    private static boolean delete(Handle handle, String name, long revision) {
        boolean deleted = handle.createUpdate("DELETE FROM glue_crawlers WHERE name = :name AND revision = :revision")
                        .bind("name", name)
                        .bind("revision", revision)
                        .execute()
                == 1;
        if (deleted) {
            CrawlRows.deleteAll(handle, name);
        }
        return deleted;
    }

    @Override
    public List<CrawlerHistory> crawls(String name, CrawlPosition before, int limit) {
        return jdbi.withHandle(handle -> CrawlRows.list(handle, name, before, limit));
    }

    @Override
    public List<Duration> runtimes(String name) {
        return jdbi.withHandle(handle -> CrawlRows.runtimes(handle, name));
    }

    @Override
    public List<StoredCrawler> inEventMode() {
        return jdbi.withHandle(handle -> handle.createQuery(COLUMNS
                        + " WHERE json_extract(definition, '$.RecrawlPolicy.RecrawlBehavior') = 'CRAWL_EVENT_MODE'"
                        + " ORDER BY name")
                .map((row, context) -> read(row).crawler())
                .list());
    }

    @Override
    public List<ActiveSchedule> activeSchedules() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT name, schedule, scheduled_since FROM glue_crawlers"
                        + " WHERE schedule IS NOT NULL ORDER BY name")
                .map((row, context) -> new ActiveSchedule(
                        row.getString("name"),
                        row.getString("schedule"),
                        Instant.ofEpochMilli(row.getLong("scheduled_since"))))
                .list());
    }

    private static Optional<Row> findRow(Handle handle, String name) {
        return handle.createQuery(COLUMNS + " WHERE name = :name")
                .bind("name", name)
                .map((row, context) -> read(row))
                .findOne();
    }

    private static Row read(ResultSet row) throws SQLException {
        String crawlId = row.getString("crawl_id");
        Optional<RunningCrawl> crawl = crawlId == null
                ? Optional.empty()
                : Optional.of(new RunningCrawl(crawlId, Instant.ofEpochMilli(row.getLong("started_at"))));
        StoredCrawler crawler = new StoredCrawler(
                SdkJsonReader.read(utf8(row.getString("definition")), Crawler.builder(), Crawler.class),
                SdkJsonReader.read(utf8(row.getString("metrics")), CrawlerMetrics.builder(), CrawlerMetrics.class),
                crawl,
                unannounced(row),
                millis(row, "scheduled_since"));
        return new Row(row.getLong("revision"), crawler);
    }

    private static Optional<Instant> millis(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    private static Optional<EndedCrawl> unannounced(ResultSet row) throws SQLException {
        String id = row.getString("unannounced_id");
        return id == null
                ? Optional.empty()
                : Optional.of(new EndedCrawl(id, LastCrawlStatus.fromValue(row.getString("unannounced_status"))));
    }

    private static <S extends SqlStatement<S>> S bind(S statement, StoredCrawler crawler) {
        return statement
                .bind("name", crawler.crawler().name())
                .bind("definition", json(crawler.crawler()))
                .bind("metrics", json(crawler.metrics()))
                .bind("crawlId", crawler.crawl().map(RunningCrawl::id).orElse(null))
                .bind(
                        "startedAt",
                        crawler.crawl()
                                .map(crawl -> crawl.startedAt().toEpochMilli())
                                .orElse(null))
                .bind("unannouncedId", crawler.unannounced().map(EndedCrawl::id).orElse(null))
                .bind(
                        "unannouncedStatus",
                        crawler.unannounced()
                                .map(end -> end.status().toString())
                                .orElse(null))
                .bind(
                        "schedule",
                        crawler.scheduledSince()
                                .map(since -> crawler.crawler().schedule().scheduleExpression())
                                .orElse(null))
                .bind(
                        "scheduledSince",
                        crawler.scheduledSince().map(Instant::toEpochMilli).orElse(null));
    }

    private static String json(SdkPojo entity) {
        return new String(SdkJsonWriter.write(entity), StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
