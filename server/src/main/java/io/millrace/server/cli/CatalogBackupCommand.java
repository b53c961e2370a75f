package io.millrace.server.cli;

import io.millrace.catalog.recovery.CatalogBackup;
import io.millrace.server.CatalogAccess;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a backup. */
@Command(
        name = "backup",
        description = {
            "Write the catalog into a file: databases, tables with their versions, partitions, functions, statistics, connections, tags, schemas.",
            "The server may run meanwhile. Not in it: access keys and policies, history, crawlers, jobs, triggers, functions of Lambda."
        },
        mixinStandardHelpOptions = true)
final class CatalogBackupCommand implements Callable<Integer> {
    @Mixin
    private DataOptions options = new DataOptions();

    @Parameters(paramLabel = "FILE", description = "The file, which must not exist; gzip with a checksum inside.")
    private Path file = Path.of("");

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        try (CatalogAccess catalog = options.openCatalog()) {
            long rows = new CatalogBackup(catalog.store(), InstantSource.system()).write(file);
            out.printf("Wrote %,d rows into %s.%n", rows, file);
        }
        out.flush();
        return 0;
    }
}
