package io.millrace.server.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a benchmark found, in the form of {@code docs/design.md}, "Benchmarks". */
final class BenchmarkReport {
    private final String bench;
    private final Map<String, Map.Entry<String, List<Double>>> cases = new LinkedHashMap<>();
    private final List<Map<String, Object>> checks = new ArrayList<>();

    BenchmarkReport(String bench) {
        this.bench = bench;
    }

    void add(String name, double value, String unit) {
        double rounded = Math.round(value * 100) / 100.0;
        System.err.printf(Locale.ROOT, "%-46s %12.2f %s%n", name, rounded, unit);
        cases.computeIfAbsent(name, key -> Map.entry(unit, new ArrayList<>()))
                .getValue()
                .add(rounded);
    }

    /** The case's median must be at least the bar. */
    void checkAtLeast(String name, double bar) {
        check(name, bar, median(name) >= bar);
    }

    /** The case's median must be below the bar. */
    void checkBelow(String name, double bar) {
        check(name, bar, median(name) < bar);
    }

    private void check(String name, double bar, boolean holds) {
        Map<String, Object> check = new LinkedHashMap<>();
        check.put("name", name);
        check.put("value", median(name));
        check.put("bar", bar);
        check.put("holds", holds);
        checks.add(check);
    }

    double median(String name) {
        Map.Entry<String, List<Double>> runs = cases.get(name);
        if (runs == null) {
            throw new IllegalArgumentException("Nothing was measured as " + name);
        }
        return median(runs.getValue());
    }

    private static double median(List<Double> runs) {
        return runs.stream().sorted().toList().get(runs.size() / 2);
    }

    /** Prints one JSON object and nothing else. */
    int printJson() throws IOException {
        List<Map<String, Object>> listed = new ArrayList<>();
        cases.forEach((name, runs) -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", name);
            one.put("engine", "millrace");
            one.put("median", median(name));
            one.put("unit", runs.getKey());
            one.put("runs", runs.getValue());
            listed.add(one);
        });
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("bench", bench);
        report.put("machine", machine());
        report.put("cases", listed);
        report.put("checks", checks);
        System.out.println(new ObjectMapper().writeValueAsString(report));
        return exitCode();
    }

    int printTable() {
        System.out.println(machine());
        cases.forEach((name, runs) -> System.out.printf(
                Locale.ROOT, "%-46s median %12.2f %s of %s%n", name, median(name), runs.getKey(), runs.getValue()));
        checks.forEach(System.out::println);
        return exitCode();
    }

    private int exitCode() {
        return checks.stream().allMatch(check -> Boolean.TRUE.equals(check.get("holds"))) ? 0 : 1;
    }

    private static Map<String, Object> machine() {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("cores", system.getAvailableProcessors());
        machine.put("memoryBytes", system.getTotalMemorySize());
        machine.put("loadAverage", system.getSystemLoadAverage());
        machine.put("java", System.getProperty("java.vm.version"));
        machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        return machine;
    }
}
