package io.millrace.server.wire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The table of {@code COMPATIBILITY.md}: {@code | Service | Operation | Status | Notes |}. A status is {@code full},
 * {@code partial} (then the notes say what differs) or {@code refused}.
 */
public final class CompatibilityTable {
    private static final Set<String> STATUSES = Set.of("full", "partial", "refused");

    private final SortedSet<String> served = new TreeSet<>();
    private final SortedSet<String> refused = new TreeSet<>();
    private final List<String> problems = new ArrayList<>();

    private CompatibilityTable() {}

    /** Reads the table of a file; other text in it is left out. */
    public static CompatibilityTable parse(Path file) throws IOException {
        CompatibilityTable table = new CompatibilityTable();
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith("|")) {
                String[] cells = line.split("\\|", -1);
                if (cells.length != 6) {
                    table.problems.add("Not four cells: " + line);
                } else if (!cells[1].isBlank() && !cells[1].strip().equals("Service") && !isRule(cells[1])) {
                    table.addRow(cells);
                }
            }
        }
        return table;
    }

    private static boolean isRule(String cell) {
        return cell.strip().matches(":?-+:?");
    }

    private void addRow(String[] cells) {
        String operation = cells[1].strip().toLowerCase(Locale.ROOT) + ":" + cells[2].strip();
        String status = cells[3].strip().toLowerCase(Locale.ROOT);
        if (!STATUSES.contains(status)) {
            problems.add(operation + " has the unknown status '" + status + "'");
        } else if (status.equals("partial") && cells[4].isBlank()) {
            problems.add(operation + " is partial, but the notes do not say what differs");
        }
        if (served.contains(operation) || refused.contains(operation)) {
            problems.add(operation + " is listed twice");
        }
        (status.equals("refused") ? refused : served).add(operation);
    }

    /** The operations that are served, such as {@code glue:GetTable}. */
    public SortedSet<String> served() {
        return new TreeSet<>(served);
    }

    /** What the table and the registry say differently, each as a sentence; empty if they agree. */
    public List<String> differences(ServiceRegistry registry) {
        List<String> differences = new ArrayList<>(problems);
        SortedSet<String> registered = registry.operationNames();
        registered.stream()
                .filter(operation -> !served.contains(operation))
                .forEach(operation -> differences.add(operation + " is registered but not listed as full or partial"));
        served.stream()
                .filter(operation -> !registered.contains(operation))
                .forEach(operation -> differences.add(operation + " is listed but not registered"));
        return differences;
    }
}
