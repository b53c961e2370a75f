package io.millrace.server.cli;

import io.millrace.catalog.crawl.CrawlCost;
import io.millrace.catalog.crawl.CrawlExplanation;
import io.millrace.catalog.crawl.CrawlExplanation.ColumnReason;
import io.millrace.catalog.crawl.CrawlExplanation.PartitionCounts;
import io.millrace.catalog.crawl.CrawlExplanation.TableChange;
import io.millrace.catalog.crawl.RequestPrices;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** What a crawl would do, for people: plain text in columns, the same on a terminal and in a file. */
final class ExplanationText {
    private static final int MAX_VALUE_LENGTH = 60;

    private final PrintWriter out;

    ExplanationText(PrintWriter out) {
        this.out = out;
    }

    /** How much is told. */
    enum Detail {
        /** What would change. */
        CHANGES,
        /** The reasons, too. */
        ALL
    }

    void print(CrawlExplanation found, Detail detail) {
        if (found.tables().isEmpty()) {
            out.println("There would be no table in " + found.database() + ".");
        }
        for (TableChange table : found.tables()) {
            print(found.database(), table, detail);
        }
        if (detail == Detail.ALL && !found.groupings().isEmpty()) {
            out.println("Folders");
            found.groupings()
                    .forEach(grouping -> out.printf(
                            "  %s  %s: %s%n",
                            grouping.table() ? "table   " : "no table", grouping.folder(), grouping.reason()));
            out.println();
        }
        found.skipped().forEach(skipped -> out.println("Skipped " + clean(skipped)));
        out.println(cost(found.cost()));
    }

    private void print(String database, TableChange table, Detail detail) {
        out.printf(
                "%s %s.%s  (%s, %s)%n",
                word(table.action()), database, table.name(), table.classification(), table.location());
        if (detail == Detail.ALL) {
            print(table);
        }
        table.differences().forEach(difference -> out.println("  * " + clean(difference)));
        PartitionCounts partitions = table.partitions();
        if (!table.partitionKeys().isEmpty()) {
            out.printf(
                    "  Partitions: %,d added, %,d changed, %,d removed, %,d as they are%n",
                    partitions.added(), partitions.updated(), partitions.removed(), partitions.unchanged());
        }
        out.println();
    }

    private static String word(CrawlExplanation.Action action) {
        return action.name().replace('_', ' ');
    }

    private void print(TableChange table) {
        List<ColumnReason> all = new ArrayList<>(table.columns());
        all.addAll(table.partitionKeys());
        int names = width(all, ColumnReason::name);
        int types = width(all, ColumnReason::type);
        String format = "  %-" + names + "s  %-" + types + "s  %s";
        for (ColumnReason column : all) {
            String why = table.partitionKeys().contains(column) ? "partition key; " + reason(column) : reason(column);
            out.println(format.formatted(column.name(), shortened(column.type()), why)
                    .stripTrailing());
        }
    }

    private static int width(List<ColumnReason> columns, Function<ColumnReason, String> text) {
        return Math.max(
                1,
                columns.stream()
                        .map(text)
                        .mapToInt(value -> shortened(value).length())
                        .max()
                        .orElse(1));
    }

    private static String reason(ColumnReason column) {
        List<String> parts = new ArrayList<>();
        column.broken().ifPresent(broken -> parts.add(clean(broken)));
        if (column.broken().isEmpty()) {
            column.sample().ifPresent(sample -> parts.add("such as '" + shortened(clean(sample)) + "'"));
        }
        column.originalName().ifPresent(name -> parts.add("called '" + clean(name) + "' in the files"));
        return String.join("; ", parts);
    }

    /** One line: values come from files, and must not move a terminal's cursor. */
    private static String clean(String value) {
        return value.replaceAll("\\p{Cntrl}", "?");
    }

    private static String shortened(String value) {
        return value.length() <= MAX_VALUE_LENGTH ? value : value.substring(0, MAX_VALUE_LENGTH - 1) + "…";
    }

    /** Requests by price class, and their price. */
    static String cost(CrawlCost cost) {
        return String.format(
                Locale.ROOT,
                "Objects listed: %,d (class C requests: %,d). Objects opened: %,d (class B requests: %,d; bytes: %,d)."
                        + " Price of these requests: at most %s at Backblaze B2, %s at Amazon S3.",
                cost.objectsListed(),
                cost.listRequests(),
                cost.objectsOpened(),
                cost.readRequests(),
                cost.bytesRead(),
                RequestPrices.text(RequestPrices.BACKBLAZE_B2.of(cost)),
                RequestPrices.text(RequestPrices.AMAZON_S3.of(cost)));
    }
}
