package io.millrace.catalog.crawl;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * The {@code Summary} of a crawl in {@code ListCrawls}: JSON with the tables and partitions that were added, updated or deleted, as in Glue,
 * and under {@code Millrace} what the crawl read and what the requests cost at {@link RequestPrices#BACKBLAZE_B2}.
 */
final class CrawlSummary {
    private static final ObjectMapper JSON = new ObjectMapper();

    private CrawlSummary() {}

    static String json(CrawlReport report) {
        ObjectNode root = changes(report);
        cost(root, report.cost()).put("Skipped", report.skipped().size());
        return root.toString();
    }

    /** Of a crawl that failed or was stopped: it changed nothing, but its requests were made. */
    static String ofNoChange(CrawlCost cost) {
        ObjectNode root = changes(new CrawlReport(0, 0, 0, 0, List.of(), cost));
        cost(root, cost);
        return root.toString();
    }

    private static ObjectNode changes(CrawlReport report) {
        ObjectNode root = JSON.createObjectNode();
        ObjectNode tables = root.putObject("TABLE");
        tables.putObject("ADD").put("Count", report.tablesCreated());
        tables.putObject("UPDATE").put("Count", report.tablesUpdated());
        tables.putObject("DELETE").put("Count", report.tablesDeleted());
        root.putObject("PARTITION").putObject("ADD").put("Count", report.partitionsAdded());
        return root;
    }

    private static ObjectNode cost(ObjectNode root, CrawlCost cost) {
        return root.putObject("Millrace")
                .put("ListRequests", cost.listRequests())
                .put("ReadRequests", cost.readRequests())
                .put("ObjectsListed", cost.objectsListed())
                .put("ObjectsOpened", cost.objectsOpened())
                .put("BytesRead", cost.bytesRead())
                .put("PriceUSD", RequestPrices.BACKBLAZE_B2.of(cost).toPlainString());
    }
}
