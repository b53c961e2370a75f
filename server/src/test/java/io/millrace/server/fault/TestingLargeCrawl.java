package io.millrace.server.fault;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.glue.model.CrawlerState;
import software.amazon.awssdk.services.glue.model.LastCrawlInfo;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.S3Target;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;
import software.amazon.awssdk.services.glue.model.Table;

/** Files of several kinds in {@code s3://raw/<name>/}, a crawler whose files Spark reads, and another that never asks it. */
record TestingLargeCrawl(TestingFaultyServer server, String name) {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String CRAWL_JOB = "io.millrace.etl.crawl.CrawlJob";

    static TestingLargeCrawl of(TestingFaultyServer server, String name) {
        for (int day = 0; day < 3; day++) {
            server.put(name + "/trips/day=" + day + "/a.csv", "id,name\n1,a\n2,b\n");
        }
        server.put(name + "/trips/day=1/broken.gz", new byte[] {0x1f, (byte) 0x8b, 8, 0, 1});
        server.put(name + "/docs/a.json", "{\"a\":{\"b\":1},\"c\":[1]}\n{\"a\":{\"b\":2.5},\"c\":[]}\n");
        server.put(name + "/orders/a.csv", "number|at|price\n7|2026-01-02|1.5\n8|2026-01-03|2\n");
        TestingLargeCrawl crawl = new TestingLargeCrawl(server, name);
        crawl.create(name, "spark_", 1);
        crawl.create(name + "_alone", "alone_", 0);
        return crawl;
    }

    private void create(String crawler, String prefix, long threshold) {
        server.glue()
                .createCrawler(create -> create.name(crawler)
                        .role("arn:aws:iam::000000000000:role/testing")
                        .databaseName("raw")
                        .tablePrefix(prefix)
                        .configuration("{\"Version\":1.0,\"Millrace\":{\"SparkThreshold\":" + threshold + "}}")
                        .targets(targets -> targets.s3Targets(S3Target.builder()
                                .path("s3://raw/" + name + "/")
                                .build())));
    }

    /** The whole command line: {@link ProcessHandle} has its first 4,096 characters, which the class path fills. */
    private static boolean isSpark(ProcessHandle process) {
        try {
            byte[] line = Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
            return new String(line, StandardCharsets.UTF_8).contains(CRAWL_JOB);
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            if (!process.isAlive()) {
                return false;
            }
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the crawl whose files Spark reads; no other such crawl may run in that server. */
    ProcessHandle startAndAwaitSpark(ProcessHandle serving) {
        server.glue().startCrawler(start -> start.name(name));
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> serving.descendants()
                                .filter(TestingLargeCrawl::isSpark)
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    LastCrawlInfo awaitEnd() {
        return awaitEnd(name);
    }

    private LastCrawlInfo awaitEnd(String crawler) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> server.glue().getCrawler(get -> get.name(crawler)).crawler(),
                        found -> found.state() == CrawlerState.READY)
                .lastCrawl();
    }

    /** Crawls without Spark. */
    LastCrawlInfo alone() {
        String crawler = name + "_alone";
        server.glue().startCrawler(start -> start.name(crawler));
        return awaitEnd(crawler);
    }

    /** All tables that begin so, and their partitions, without what tells the two crawlers apart. */
    List<Object> tables(String prefix) {
        List<Object> found = new ArrayList<>();
        List<Table> tables = server.glue()
                .getTables(get -> get.databaseName("raw").expression(prefix + "*"))
                .tableList();
        for (Table table : tables) {
            if (!table.storageDescriptor().location().startsWith("s3://raw/" + name + "/")) {
                continue;
            }
            List<Partition> partitions =
                    server
                            .glue()
                            .getPartitionsPaginator(
                                    get -> get.databaseName("raw").tableName(table.name()))
                            .stream()
                            .flatMap(page -> page.partitions().stream())
                            .toList();
            found.add(List.of(
                    table.name().substring(prefix.length()),
                    described(table.storageDescriptor()),
                    anonymous(table.parameters()),
                    table.partitionKeys(),
                    partitions.stream()
                            .map(partition -> List.of(
                                    partition.values(),
                                    described(partition.storageDescriptor()),
                                    anonymous(partition.parameters())))
                            .toList()));
        }
        return found;
    }

    private static StorageDescriptor described(StorageDescriptor descriptor) {
        return descriptor.toBuilder()
                .parameters(anonymous(descriptor.parameters()))
                .build();
    }

    private static Map<String, String> anonymous(Map<String, String> parameters) {
        Map<String, String> others = new HashMap<>(parameters);
        others.remove("UPDATED_BY_CRAWLER");
        return others;
    }
}
