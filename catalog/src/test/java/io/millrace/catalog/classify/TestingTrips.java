package io.millrace.catalog.classify;

import java.nio.file.Files;
import java.nio.file.Path;

/** The real New York taxi trips in the folder {@code shared} beside the repository (or beside the folder of its worktrees). */
public final class TestingTrips {
    private TestingTrips() {}

    /** The folder of the CSV files. A test that needs them fails where they are missing. */
    public static Path folder() {
        Path home = Path.of(System.getProperty("millrace.home")).toAbsolutePath();
        for (Path parent = home; parent != null; parent = parent.getParent()) {
            Path trips = parent.resolve("shared/data/nyc-taxi");
            if (Files.isDirectory(trips)) {
                return trips;
            }
        }
        throw new IllegalStateException("No shared/data/nyc-taxi beside " + home);
    }
}
