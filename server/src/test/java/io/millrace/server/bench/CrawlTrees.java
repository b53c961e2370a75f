package io.millrace.server.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;

/** Folders of CSV files, the same at each run. */
final class CrawlTrees {
    private static final long SEED = 4;
    private static final int SMALL_BYTES = 2 << 10;
    private static final String HEADER = "id,pickup,fare,passengers,note\n";

    private CrawlTrees() {}

    /** {@code count} partitions with one file of 2 KB each. */
    static void partitions(Path root, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            partition(root, i);
        }
    }

    static void partition(Path root, int number) throws IOException {
        Path folder = root.resolve(String.format(Locale.ROOT, "p=%06d", number));
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("part-0.csv"), small(number));
    }

    /** A file of 2 KB. */
    static String small(int number) {
        Random random = new Random(SEED + number);
        StringBuilder text = new StringBuilder(HEADER);
        while (text.length() < SMALL_BYTES) {
            row(text, random);
        }
        return text.toString();
    }

    /** {@code count} files of {@code bytes} in one folder. */
    static void large(Path root, int count, long bytes) throws IOException {
        Files.createDirectories(root);
        Random random = new Random(SEED);
        StringBuilder block = new StringBuilder();
        while (block.length() < 1 << 20) {
            row(block, random);
        }
        for (int file = 0; file < count; file++) {
            try (BufferedWriter out = Files.newBufferedWriter(
                    root.resolve(String.format(Locale.ROOT, "part-%02d.csv", file)), StandardCharsets.UTF_8)) {
                out.write(HEADER);
                for (long written = 0; written < bytes; written += block.length()) {
                    out.append(block);
                }
            }
        }
    }

    private static void row(StringBuilder text, Random random) {
        text.append(random.nextInt(1_000_000))
                .append(String.format(
                        Locale.ROOT,
                        ",2024-%02d-%02d %02d:00:00,",
                        1 + random.nextInt(12),
                        1 + random.nextInt(28),
                        random.nextInt(24)))
                .append(random.nextInt(10_000) / 100.0)
                .append(',')
                .append(random.nextInt(6))
                .append(",trip ")
                .append(random.nextInt(100))
                .append('\n');
    }
}
