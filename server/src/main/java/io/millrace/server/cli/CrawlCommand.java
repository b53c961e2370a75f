package io.millrace.server.cli;

import io.millrace.catalog.classify.CustomClassifier;
import io.millrace.catalog.crawl.CrawlCancelledException;
import io.millrace.catalog.crawl.CrawlExplanation;
import io.millrace.catalog.crawl.CrawlFailedException;
import io.millrace.catalog.crawl.CrawlReport;
import io.millrace.catalog.crawl.ObjectReader;
import io.millrace.server.CatalogAccess;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.glue.model.Crawler;
import software.amazon.awssdk.services.glue.model.Database;

/** Makes tables of what is in a bucket, or tells what it would make. */
@Command(
        name = "crawl",
        description = {
            "Look at the objects below a URI and make tables of them in the catalog, or tell which and why.",
            "The server may run meanwhile. A second crawl of the same URI opens only what is new."
        },
        mixinStandardHelpOptions = true)
final class CrawlCommand implements Callable<Integer> {
    @Mixin
    private CrawlOptions what = new CrawlOptions();

    @Mixin
    private CrawlClassifiers classifiers = new CrawlClassifiers();

    @Mixin
    private DataOptions options = new DataOptions();

    @Option(
            names = "--explain",
            description = "Write nothing; tell which tables there would be, and the reason of each type and grouping.")
    private boolean explain;

    @Option(names = "--dry-run", description = "Write nothing; tell what would be created and changed.")
    private boolean dryRun;

    @Option(names = "--json", description = "The answer as JSON.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws CrawlFailedException, CrawlCancelledException, InterruptedException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        if (explain || dryRun) {
            tell(out);
        } else {
            crawl(out);
        }
        out.flush();
        return 0;
    }

    private void tell(PrintWriter out) throws CrawlFailedException, CrawlCancelledException, InterruptedException {
        Crawler crawler = what.crawler();
        List<CustomClassifier> custom = classifiers.classifiers();
        CrawlExplanation found;
        try (CrawlSite site = new CrawlSite(options.config());
                ProgressLine progress = progress()) {
            ObjectReader reader = what.isOfObjects() ? site.objects() : CrawlSite.files();
            found = site.engine(reader, site.catalogToCompare()).explain(crawler, custom, progress);
        }
        if (json) {
            out.println(CrawlJson.of(found));
        } else {
            new ExplanationText(out)
                    .print(found, explain ? ExplanationText.Detail.ALL : ExplanationText.Detail.CHANGES);
        }
    }

    private void crawl(PrintWriter out) throws CrawlFailedException, CrawlCancelledException, InterruptedException {
        if (!what.isOfObjects()) {
            throw new IllegalStateException("Tables are made of objects in a bucket. " + what.uri()
                    + " is a folder of this machine: look at it with --explain or --dry-run.");
        }
        Crawler crawler = what.crawler();
        List<CustomClassifier> custom = classifiers.classifiers();
        CrawlReport report;
        try (CrawlSite site = new CrawlSite(options.config());
                ProgressLine progress = progress()) {
            CatalogAccess catalog = site.catalog();
            // What was skipped is in the answer: the log of it belongs into the file.
            LogFile.in(options.data());
            ObjectReader reader = site.objects();
            boolean created = createDatabase(catalog);
            CrawlReport done;
            try {
                done = site.remembering(reader, catalog).crawl(crawler, custom, progress);
            } catch (CrawlFailedException | CrawlCancelledException | InterruptedException e) {
                if (created) {
                    dropEmptyDatabase(catalog);
                }
                throw e;
            }
            report = catalog.change("millrace:Crawl", () -> done, any -> List.of("database/" + what.database()));
        }
        if (json) {
            out.println(CrawlJson.of(report));
        } else {
            out.printf(
                    "Tables: %d created, %d updated, %d deleted or deprecated; %d partitions added.%n",
                    report.tablesCreated(), report.tablesUpdated(), report.tablesDeleted(), report.partitionsAdded());
            report.skipped().forEach(skipped -> out.println("Skipped " + skipped));
            out.println(ExplanationText.cost(report.cost()));
        }
    }

    /** Whether there was none. */
    private boolean createDatabase(CatalogAccess catalog) {
        String name = what.database().toLowerCase(Locale.ROOT);
        boolean exists = catalog.store()
                .read(transaction -> transaction.databases().find(name).isPresent());
        if (!exists) {
            catalog.change(
                    "millrace:CreateDatabase",
                    () -> catalog.store()
                            .write(transaction -> transaction
                                    .databases()
                                    .insert(Database.builder()
                                            .name(name)
                                            .createTime(InstantSource.system().instant())
                                            .build())),
                    any -> List.of("database/" + name));
        }
        return !exists;
    }

    /** A crawl that failed leaves nothing behind; what others put into the database meanwhile stays. */
    private void dropEmptyDatabase(CatalogAccess catalog) {
        String name = what.database().toLowerCase(Locale.ROOT);
        catalog.change(
                "millrace:DeleteDatabase",
                () -> catalog.store()
                        .write(transaction ->
                                transaction.tables().list(name, "", 1).isEmpty()
                                        && transaction.databases().delete(name)),
                any -> List.of("database/" + name));
    }

    private ProgressLine progress() {
        return ProgressLine.on(
                Objects.requireNonNull(spec).commandLine().getErr(),
                Boolean.getBoolean("millrace.terminal")
                        ? ProgressLine.Terminal.INTERACTIVE
                        : ProgressLine.Terminal.NONE,
                InstantSource.system());
    }
}
