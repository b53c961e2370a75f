package io.millrace.server.cli;

import io.millrace.server.CatalogAccess;
import io.millrace.server.config.ServerConfig;
import io.millrace.server.config.ServerConfigFile;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which server's data a command works on. */
final class DataOptions {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "The server's data folder (default: ${DEFAULT-VALUE}). Its millrace.properties says where the catalog is.",
            defaultValue = "millrace-data")
    private Path data = Path.of("millrace-data");

    @Option(names = "--config", paramLabel = "FILE", description = "Another configuration file than the data folder's.")
    private @Nullable Path config;

    Path data() {
        return data;
    }

    ServerConfig config() {
        return ServerConfigFile.read(Optional.ofNullable(config), data);
    }

    /** The catalog's store; a data folder that is not there is an error, never made. */
    CatalogAccess openCatalog() {
        return CatalogAccess.open(config());
    }
}
