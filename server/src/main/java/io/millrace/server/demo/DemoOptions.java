package io.millrace.server.demo;

import java.nio.file.Path;
import java.util.List;

/**
 * What a demo run is asked to do.
 *
 * @param dataFolder where the server keeps everything
 * @param inputs real files and folders; empty for made-up trips
 * @param rows how many trips to make up
 * @param seed what the made-up trips derive from
 */
public record DemoOptions(Path dataFolder, List<Path> inputs, long rows, long seed) {
    /** Trips made up when nothing else is said. */
    public static final long DEFAULT_ROWS = 100_000;

    /** The seed of the made-up trips. */
    public static final long DEFAULT_SEED = 20_260_101;

    private static final long MAX_ROWS = 1_000_000_000L;

    /** Checks the number of rows and copies the list. */
    public DemoOptions {
        if (rows < TripGenerator.MIN_ROWS || rows > MAX_ROWS) {
            throw new IllegalArgumentException("--rows must be from %d (a trip a month) to %d, but is %d"
                    .formatted(TripGenerator.MIN_ROWS, MAX_ROWS, rows));
        }
        inputs = List.copyOf(inputs);
    }
}
