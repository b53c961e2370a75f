package io.millrace.server.build;

import io.millrace.server.build.Buildspec.Artifacts;
import io.millrace.server.build.Buildspec.OnFailure;
import io.millrace.server.build.Buildspec.Phase;
import io.millrace.server.build.Buildspec.Report;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads a buildspec. What it does not know it refuses by name; what has no effect here becomes a note for the log. */
final class BuildspecParser {
    /** The phase context code of CodeBuild for a buildspec that it cannot read. */
    static final String YAML_FILE_ERROR = "YAML_FILE_ERROR";

    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Set<String> SECTIONS = Set.of("version", "env", "phases", "artifacts", "reports", "cache");
    private static final Set<String> ENV =
            Set.of("shell", "variables", "parameter-store", "secrets-manager", "exported-variables");
    private static final Set<String> PHASE = Set.of("commands", "finally", "on-failure", "runtime-versions");
    private static final Set<String> ARTIFACTS = Set.of(
            "files",
            "exclude-paths",
            "base-directory",
            "discard-paths",
            "name",
            "secondary-artifacts",
            "enable-symlinks");
    private static final Set<String> REPORT = Set.of("files", "base-directory", "file-format", "discard-paths");

    private final List<String> notes = new ArrayList<>();

    private BuildspecParser() {}

    static Buildspec parse(String text) throws BuildFailedException {
        return new BuildspecParser().read(load(text));
    }

    private static Map<String, Object> load(String text) throws BuildFailedException {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(50);
        try {
            return map(new Yaml(new SafeConstructor(options)).load(text), "The buildspec");
        } catch (YAMLException e) {
            throw wrong("The buildspec is no YAML: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    private Buildspec read(Map<String, Object> root) throws BuildFailedException {
        known(root, SECTIONS, "the buildspec");
        String version = String.valueOf(root.get("version"));
        if (!version.equals("0.2")) {
            throw wrong("The buildspec has version " + version + "; Millrace runs version 0.2.");
        }
        if (root.containsKey("cache")) {
            notes.add("cache has no effect: the build runs in a clean folder.");
        }
        Map<String, Object> env = map(root.get("env"), "env");
        known(env, ENV, "env");
        if (!String.valueOf(env.getOrDefault("shell", "bash")).equals("bash")) {
            throw wrong("env.shell must be bash.");
        }
        Map<String, Object> artifacts = map(root.get("artifacts"), "artifacts");
        Map<String, Artifacts> secondary = new LinkedHashMap<>();
        for (Map.Entry<String, Object> entry :
                map(artifacts.get("secondary-artifacts"), "secondary-artifacts").entrySet()) {
            secondary.put(entry.getKey(), artifacts(map(entry.getValue(), entry.getKey())));
        }
        return new Buildspec(
                variables(env, "variables"),
                variables(env, "parameter-store"),
                variables(env, "secrets-manager"),
                names(texts(env.get("exported-variables"), "exported-variables")),
                phases(map(root.get("phases"), "phases")),
                artifacts(artifacts),
                secondary,
                reports(map(root.get("reports"), "reports")),
                List.copyOf(notes));
    }

    private Map<BuildPhaseName, Phase> phases(Map<String, Object> root) throws BuildFailedException {
        Map<String, Object> left = new LinkedHashMap<>(root);
        Map<BuildPhaseName, Phase> phases = new EnumMap<>(BuildPhaseName.class);
        for (BuildPhaseName name : BuildPhaseName.values()) {
            Map<String, Object> phase = map(left.remove(name.key()), name.key());
            known(phase, PHASE, name.key());
            if (phase.containsKey("runtime-versions")) {
                notes.add("runtime-versions has no effect: the build runs with the programs of this machine.");
            }
            List<String> commands = texts(phase.get("commands"), name.key() + ".commands");
            List<String> after = texts(phase.get("finally"), name.key() + ".finally");
            if (!commands.isEmpty() || !after.isEmpty()) {
                phases.put(name, new Phase(commands, after, onFailure(phase.get("on-failure"))));
            }
        }
        known(left, Set.of(), "phases");
        if (phases.isEmpty()) {
            throw wrong("The buildspec has no commands; add phases.build.commands.");
        }
        return phases;
    }

    private static OnFailure onFailure(@Nullable Object value) throws BuildFailedException {
        if (value == null) {
            return OnFailure.DEFAULT;
        }
        return switch (value.toString()) {
            case "ABORT" -> OnFailure.ABORT;
            case "CONTINUE" -> OnFailure.CONTINUE;
            default -> throw wrong("on-failure must be ABORT or CONTINUE, but is " + value + ".");
        };
    }

    private static Artifacts artifacts(Map<String, Object> root) throws BuildFailedException {
        known(root, ARTIFACTS, "artifacts");
        return new Artifacts(
                texts(root.get("files"), "artifacts.files"),
                texts(root.get("exclude-paths"), "artifacts.exclude-paths"),
                text(root, "base-directory"),
                text(root, "discard-paths").matches("yes|true"),
                text(root, "name"));
    }

    private static List<Report> reports(Map<String, Object> root) throws BuildFailedException {
        List<Report> reports = new ArrayList<>();
        for (Map.Entry<String, Object> entry : root.entrySet()) {
            Map<String, Object> report = map(entry.getValue(), entry.getKey());
            known(report, REPORT, "reports." + entry.getKey());
            String format = report.containsKey("file-format") ? text(report, "file-format") : "JUNITXML";
            if (!format.equalsIgnoreCase("JUNITXML")) {
                throw wrong("reports." + entry.getKey() + ".file-format must be JUNITXML, but is " + format + ".");
            }
            reports.add(new Report(
                    entry.getKey(), texts(report.get("files"), "reports.files"), text(report, "base-directory")));
        }
        return reports;
    }

    private static Map<String, String> variables(Map<String, Object> env, String key) throws BuildFailedException {
        Map<String, String> variables = new LinkedHashMap<>();
        for (Map.Entry<String, Object> entry : map(env.get(key), key).entrySet()) {
            variables.put(entry.getKey(), String.valueOf(entry.getValue()));
        }
        names(List.copyOf(variables.keySet()));
        return variables;
    }

    private static List<String> names(List<String> names) throws BuildFailedException {
        for (String name : names) {
            if (!VARIABLE.matcher(name).matches()) {
                throw wrong("'" + name + "' cannot be the name of a variable.");
            }
        }
        return names;
    }

    private static String text(Map<String, Object> root, String key) {
        Object value = root.get(key);
        return value == null ? "" : value.toString();
    }

    private static List<String> texts(@Nullable Object value, String place) throws BuildFailedException {
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            throw wrong(place + " must be a list.");
        }
        List<String> texts = new ArrayList<>();
        for (Object element : list) {
            if (element instanceof Map || element instanceof List) {
                throw wrong(place + " must be texts; put commands with a colon in quotes.");
            }
            texts.add(String.valueOf(element));
        }
        return texts;
    }

    private static Map<String, Object> map(@Nullable Object value, String place) throws BuildFailedException {
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw wrong(place + " must be a map.");
        }
        Map<String, Object> copy = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            copy.put(String.valueOf(entry.getKey()), entry.getValue() == null ? "" : entry.getValue());
        }
        return copy;
    }

    private static void known(Map<String, Object> map, Set<String> keys, String place) throws BuildFailedException {
        for (String key : map.keySet()) {
            if (!keys.contains(key)) {
                throw wrong("Millrace does not know " + key + " in " + place + "; leave it out.");
            }
        }
    }

    private static BuildFailedException wrong(String message) {
        return new BuildFailedException(YAML_FILE_ERROR, message);
    }
}
