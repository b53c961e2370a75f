package io.millrace.server.cli;

import io.millrace.catalog.recovery.CatalogBackup;
import io.millrace.catalog.recovery.CatalogSelection;
import io.millrace.catalog.recovery.PointInTimeRestore;
import io.millrace.catalog.recovery.RestoreReport;
import io.millrace.server.CatalogAccess;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Restores from history or from a backup, into new databases. */
@Command(
        name = "restore",
        description = {
            "Bring the catalog back into new databases, from its own history (--at) or from a backup (FILE).",
            "Living data is never written over; the restored databases appear all at once. The server may run meanwhile.",
            "Examples:",
            "  millrace catalog restore --at 2026-11-22T08:00:00Z --suffix _0800",
            "  millrace catalog restore --at 2026-11-22T08:00:00Z --suffix _0800 --only sales.trips",
            "  millrace catalog restore backup.gz --suffix _old"
        },
        mixinStandardHelpOptions = true)
final class CatalogRestoreCommand implements Callable<Integer> {
    @Mixin
    private DataOptions options = new DataOptions();

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "A file of millrace catalog backup.")
    private @Nullable Path file;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description = "The time to go back to, with its offset: 2026-11-22T08:00:00Z or 2026-11-22T10:00:00+02:00.")
    private @Nullable String at;

    @Option(
            names = "--suffix",
            paramLabel = "TEXT",
            description =
                    "What the new databases' names end with. With FILE it may be left out, into a catalog without them.")
    private @Nullable String suffix;

    @Option(
            names = {"--only", "--table"},
            paramLabel = "NAME",
            description =
                    "One database, or one table as database.table, instead of the whole catalog. With --at alone.")
    private @Nullable String only;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        if ((file == null) == (at == null)) {
            throw wrong("Say either --at TIME or the FILE of a backup.");
        }
        try (CatalogAccess catalog = options.openCatalog()) {
            RestoreReport report = catalog.change(
                    "millrace:RestoreCatalog",
                    () -> file == null ? fromHistory(catalog) : fromFile(catalog, file),
                    RestoreReport::databases);
            PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
            out.printf(
                    "Restored %,d tables with %,d partitions and %,d other entities into %s.%n",
                    report.tables(),
                    report.partitions(),
                    report.entities(),
                    report.databases().isEmpty() ? "no database" : String.join(", ", report.databases()));
            if (report.kept() > 0) {
                out.printf(
                        "%,d entities outside of databases were there already and are as they were.%n", report.kept());
            }
            bookmarks(report).forEach(out::println);
            out.flush();
        }
        return 0;
    }

    /** What the user must know so that no row comes twice. */
    private List<String> bookmarks(RestoreReport report) {
        List<String> notes = new ArrayList<>();
        if (report.bookmarks() > 0 && file != null) {
            notes.add(
                    "%,d bookmarks of jobs are as they were at the backup. What their jobs wrote since would come twice: look with millrace sweep --dry-run --older-than 0s, and sweep before the next run."
                            .formatted(report.bookmarks()));
        } else if (report.bookmarks() > 0) {
            notes.add(
                    "%,d bookmarks of jobs are as they are now: bookmarks have no history, and the copies point to the same objects."
                            .formatted(report.bookmarks()));
        }
        if (report.bookmarksKept() > 0) {
            notes.add("%,d bookmarks were there already and are as they were: they know what was read since the backup."
                    .formatted(report.bookmarksKept()));
        }
        return notes;
    }

    private RestoreReport fromHistory(CatalogAccess catalog) {
        if (suffix == null) {
            throw wrong("Say with --suffix what the new databases' names shall end with, such as --suffix _restored.");
        }
        CatalogSelection selection =
                Optional.ofNullable(only).map(CatalogSelection::parse).orElse(CatalogSelection.ALL);
        return new PointInTimeRestore(catalog.store()).restore(time(), selection, suffix);
    }

    private RestoreReport fromFile(CatalogAccess catalog, Path backup) {
        if (only != null) {
            throw wrong("--only goes with --at; a backup is restored as a whole.");
        }
        return new CatalogBackup(catalog.store(), InstantSource.system())
                .restore(backup, Optional.ofNullable(suffix).orElse(""));
    }

    private Instant time() {
        String text = Objects.requireNonNull(at);
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw wrong("--at must be a time with its offset, such as 2026-11-22T08:00:00Z, but is '" + text + "'.");
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
