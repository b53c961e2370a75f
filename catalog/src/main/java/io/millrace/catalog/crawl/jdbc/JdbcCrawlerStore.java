package io.millrace.catalog.crawl.jdbc;

import io.millrace.catalog.crawl.CrawlerStore;
import io.millrace.catalog.crawl.StoredCrawler;
import io.millrace.catalog.crawl.StoredCrawler.EndedCrawl;
import io.millrace.catalog.crawl.StoredCrawler.RunningCrawl;
import io.millrace.catalog.sdkjson.SdkJsonReader;
import io.millrace.catalog.sdkjson.SdkJsonWriter;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatement;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.glue.model.Crawler;
import software.amazon.awssdk.services.glue.model.CrawlerMetrics;
import software.amazon.awssdk.services.glue.model.GetTagsResponse;
import software.amazon.awssdk.services.glue.model.LastCrawlStatus;

/** The table {@code glue_crawlers}. Changes are conditional on the row's revision and are tried again when another was faster. */
public final class JdbcCrawlerStore implements CrawlerStore {
    private static final String COLUMNS =
            "SELECT revision, definition, metrics, crawl_id, started_at, unannounced_id, unannounced_status"
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
                                                + " unannounced_id, unannounced_status, tags)"
                                                + " VALUES (:name, 0, :definition, :metrics, :crawlId, :startedAt,"
                                                + " :unannouncedId, :unannouncedStatus, :tags)"
                                                + " ON CONFLICT DO NOTHING"),
                                crawler)
                        .bind("tags", tagsJson(tags))
                        .execute())
                == 1;
    }

    @Override
    public Optional<Map<String, String>> tags(String name) {
        return jdbi.withHandle(handle -> findTags(handle, name)).map(JdbcCrawlerStore::parseTags);
    }

    @Override
    public boolean changeTags(String name, UnaryOperator<Map<String, String>> change) {
        while (true) {
            Optional<String> found = jdbi.withHandle(handle -> findTags(handle, name));
            if (found.isEmpty()) {
                return false;
            }
            String changed = tagsJson(change.apply(parseTags(found.get())));
            int updated = jdbi.withHandle(handle -> handle.createUpdate(
                            "UPDATE glue_crawlers SET tags = :changed WHERE name = :name AND tags = :found")
                    .bind("name", name)
                    .bind("found", found.get())
                    .bind("changed", changed)
                    .execute());
            if (updated == 1) {
                return true;
            }
        }
    }

    private static Optional<String> findTags(Handle handle, String name) {
        return handle.createQuery("SELECT tags FROM glue_crawlers WHERE name = :name")
                .bind("name", name)
                .mapTo(String.class)
                .findOne();
    }

    private static Map<String, String> parseTags(String json) {
        return SdkJsonReader.read(utf8(json), GetTagsResponse.builder(), GetTagsResponse.class)
                .tags();
    }

    private static String tagsJson(Map<String, String> tags) {
        return json(GetTagsResponse.builder().tags(tags).build());
    }

    @Override
    public Optional<StoredCrawler> change(String name, UnaryOperator<StoredCrawler> change) {
        while (true) {
            Optional<Row> found = jdbi.withHandle(handle -> findRow(handle, name));
            if (found.isEmpty()) {
                return Optional.empty();
            }
            StoredCrawler changed = change.apply(found.get().crawler());
            if (update(changed, found.get().revision())) {
                return Optional.of(changed);
            }
        }
    }

    private boolean update(StoredCrawler crawler, long revision) {
        return jdbi.withHandle(handle -> bind(
                                handle.createUpdate(
                                        "UPDATE glue_crawlers SET revision = revision + 1,"
                                                + " definition = :definition, metrics = :metrics, crawl_id = :crawlId,"
                                                + " started_at = :startedAt, unannounced_id = :unannouncedId,"
                                                + " unannounced_status = :unannouncedStatus WHERE name = :name AND revision = :revision"),
                                crawler)
                        .bind("revision", revision)
                        .execute())
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
            int deleted = jdbi.withHandle(handle -> handle.createUpdate(
                            "DELETE FROM glue_crawlers WHERE name = :name AND revision = :revision")
                    .bind("name", name)
                    .bind("revision", found.get().revision())
                    .execute());
            if (deleted == 1) {
                return true;
            }
        }
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
                unannounced(row));
        return new Row(row.getLong("revision"), crawler);
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
                                .orElse(null));
    }

    private static String json(SdkPojo entity) {
        return new String(SdkJsonWriter.write(entity), StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
