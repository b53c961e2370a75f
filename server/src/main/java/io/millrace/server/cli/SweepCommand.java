package io.millrace.server.cli;

import io.millrace.catalog.recovery.CatalogSelection;
import io.millrace.catalog.sweep.SweepFindings;
import io.millrace.catalog.sweep.SweepReport;
import io.millrace.catalog.sweep.Sweeper;
import io.millrace.server.CatalogAccess;
import java.io.Console;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what runs of jobs left in the object store, and removes it when it was told to. */
@Command(
        name = "sweep",
        description = {
            "Remove what runs of jobs left in the object store and no table needs: objects of batches that were given up, taken back or replaced, unfinished uploads, and hidden versions.",
            "Everything is shown first. The server and its jobs may run meanwhile.",
            "Examples:",
            "  millrace sweep --dry-run",
            "  millrace sweep lake.trips --older-than 2d --yes"
        },
        mixinStandardHelpOptions = true)
final class SweepCommand implements Callable<Integer> {
    @Mixin
    private DataOptions options = new DataOptions();

    @Parameters(
            paramLabel = "NAME",
            arity = "0..*",
            description = "Databases, or tables as database.table; without names all that jobs write in batches.")
    private List<String> names = List.of();

    @Option(
            names = "--older-than",
            paramLabel = "TIME",
            description = "What is younger stays: 90m, 24h, 7d (default: ${DEFAULT-VALUE}).",
            defaultValue = "24h")
    private String olderThan = "24h";

    @Option(names = "--dry-run", description = "Only show what would go.")
    private boolean dryRun;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        List<CatalogSelection> selections =
                names.stream().map(CatalogSelection::parse).toList();
        try (CrawlSite site = new CrawlSite(options.config());
                CatalogAccess catalog = options.openCatalog()) {
            Sweeper sweeper = new Sweeper(catalog.store(), site.store(), InstantSource.system());
            SweepFindings found = sweeper.look(selections, KeyTexts.duration("--older-than", olderThan));
            PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
            if (dryRun || found.leftovers().isEmpty()) {
                out.print(json ? SweepTexts.json(found, null) : SweepTexts.text(found));
                out.flush();
                return ExitCode.OK;
            }
            if (!json) {
                out.print(SweepTexts.text(found));
                out.flush();
            }
            return isWanted(found) ? remove(catalog, sweeper, found, out) : ExitCode.USAGE;
        }
    }

    private boolean isWanted(SweepFindings found) {
        if (yes) {
            return true;
        }
        PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
        Console console = json ? null : System.console();
        if (console == null) {
            err.println("millrace: Nothing was removed. Say --yes to remove what --dry-run shows.");
            err.flush();
            return false;
        }
        String answer = console.readLine(
                "Remove these %,d, for ever? [y/N] ", found.leftovers().size());
        if (answer != null && answer.strip().equalsIgnoreCase("y")) {
            return true;
        }
        err.println("Nothing was removed.");
        err.flush();
        return false;
    }

    private int remove(CatalogAccess catalog, Sweeper sweeper, SweepFindings found, PrintWriter out) {
        SweepReport report = catalog.change(
                "millrace:Sweep",
                () -> sweeper.remove(found),
                done -> List.of("removed/" + done.removed(), "bytes/" + done.removedBytes()));
        out.print(json ? SweepTexts.json(found, report) : SweepTexts.text(report));
        out.flush();
        return report.failures().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
