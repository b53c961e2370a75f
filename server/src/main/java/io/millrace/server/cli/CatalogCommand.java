package io.millrace.server.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What can be done with the catalog as a whole. */
@Command(
        name = "catalog",
        description = "Back up and restore the catalog, also while the server runs, and tell who changed what.",
        mixinStandardHelpOptions = true,
        subcommands = {CatalogBackupCommand.class, CatalogRestoreCommand.class, CatalogHistoryCommand.class})
final class CatalogCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                java.util.Objects.requireNonNull(spec).commandLine(), "Say what to do: backup, restore or history.");
    }
}
