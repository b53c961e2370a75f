package io.millrace.server.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.catalog.crawl.CrawlCost;
import io.millrace.catalog.crawl.CrawlExplanation;
import io.millrace.catalog.crawl.CrawlExplanation.ColumnReason;
import io.millrace.catalog.crawl.CrawlExplanation.TableChange;
import io.millrace.catalog.crawl.CrawlReport;
import io.millrace.catalog.crawl.RequestPrices;
import java.util.List;
import java.util.TreeMap;

/** Crawls and what they would do as JSON for programs. The members are those of {@link CrawlExplanation}; those that are empty are left out. */
final class CrawlJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private CrawlJson() {}

    static String of(CrawlExplanation found) {
        ObjectNode root = JSON.createObjectNode().put("database", found.database());
        ArrayNode tables = root.putArray("tables");
        found.tables().forEach(table -> add(tables.addObject(), table));
        ArrayNode groupings = root.putArray("groupings");
        found.groupings()
                .forEach(grouping -> groupings
                        .addObject()
                        .put("folder", grouping.folder())
                        .put("table", grouping.table())
                        .put("reason", grouping.reason()));
        add(root.putArray("skipped"), found.skipped());
        add(root.putObject("cost"), found.cost());
        return root.toString();
    }

    static String of(CrawlReport report) {
        ObjectNode root = JSON.createObjectNode()
                .put("tablesCreated", report.tablesCreated())
                .put("tablesUpdated", report.tablesUpdated())
                .put("tablesDeleted", report.tablesDeleted())
                .put("partitionsAdded", report.partitionsAdded());
        add(root.putArray("skipped"), report.skipped());
        add(root.putObject("cost"), report.cost());
        return root.toString();
    }

    private static void add(ObjectNode node, TableChange table) {
        node.put("action", table.action().name())
                .put("name", table.name())
                .put("location", table.location())
                .put("classification", table.classification());
        addColumns(node.putArray("columns"), table.columns());
        addColumns(node.putArray("partitionKeys"), table.partitionKeys());
        node.putObject("partitions")
                .put("added", table.partitions().added())
                .put("updated", table.partitions().updated())
                .put("removed", table.partitions().removed())
                .put("unchanged", table.partitions().unchanged());
        ObjectNode parameters = node.putObject("parameters");
        new TreeMap<>(table.parameters()).forEach(parameters::put);
        add(node.putArray("differences"), table.differences());
    }

    private static void addColumns(ArrayNode array, List<ColumnReason> columns) {
        for (ColumnReason column : columns) {
            ObjectNode node = array.addObject().put("name", column.name()).put("type", column.type());
            column.originalName().ifPresent(name -> node.put("originalName", name));
            column.sample().ifPresent(sample -> node.put("sample", sample));
            column.broken().ifPresent(broken -> node.put("broken", broken));
        }
    }

    private static void add(ObjectNode node, CrawlCost cost) {
        node.put("listRequests", cost.listRequests())
                .put("readRequests", cost.readRequests())
                .put("objectsListed", cost.objectsListed())
                .put("objectsOpened", cost.objectsOpened())
                .put("bytesRead", cost.bytesRead());
        node.putObject("priceUsd")
                .put("backblazeB2", RequestPrices.BACKBLAZE_B2.of(cost))
                .put("amazonS3", RequestPrices.AMAZON_S3.of(cost));
    }

    private static void add(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }
}
