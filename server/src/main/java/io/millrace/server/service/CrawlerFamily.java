package io.millrace.server.service;

import io.millrace.catalog.crawl.CrawlHistoryOperations;
import io.millrace.catalog.crawl.CrawlerOperations;
import io.millrace.catalog.crawl.CrawlerScheduleOperations;

/** Glue's operations on crawlers, their schedules and their crawls. */
public record CrawlerFamily(
        CrawlerOperations crawlers, CrawlerScheduleOperations schedules, CrawlHistoryOperations history) {}
