package io.millrace.server.job;

import io.millrace.catalog.job.JobRunLaunch;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * What a run runs: main class, class path and arguments. The class is the argument {@code --class} (Glue's for JVM jobs), else
 * the Main-Class of the jar that is the script. A {@code .scala} or {@code .java} script is not compiled, as its class must be
 * in a jar or built in; a Python script is refused. Source of the argument names: Glue Developer Guide, "Using job
 * parameters in AWS Glue jobs".
 */
record JobProgram(String mainClass, String classPath, List<String> arguments) {
    private static final String CLASS = "--class";
    private static final String EXTRA_JARS = "--extra-jars";
    private static final String USER_JARS_FIRST = "--user-jars-first";
    private static final Set<String> FOR_THE_RUNNER = Set.of(CLASS, EXTRA_JARS, USER_JARS_FIRST);

    static JobProgram of(JobRunLaunch launch, String jobClassPath, JarSource jars, RunFolder folder)
            throws JobRunRefusedException, IOException {
        String script = launch.command().scriptLocation() == null
                ? ""
                : launch.command().scriptLocation().trim();
        refuseOtherLanguages(launch, script);
        List<Path> ownJars = new ArrayList<>();
        for (String location : jarLocations(script, launch.arguments())) {
            ownJars.add(fetch(location, ownJars.size(), jars, folder));
        }
        return new JobProgram(
                mainClass(launch, script, ownJars), classPath(launch, jobClassPath, ownJars), arguments(launch));
    }

    private static void refuseOtherLanguages(JobRunLaunch launch, String script) throws JobRunRefusedException {
        String command = launch.command().name();
        if (command != null && !command.equals("glueetl") && !command.equals("gluestreaming")) {
            throw new JobRunRefusedException(
                    "Jobs with the command %s are not supported: only JVM jobs (glueetl) run here.".formatted(command));
        }
        if (script.toLowerCase(Locale.ROOT).endsWith(".py")) {
            throw new JobRunRefusedException(
                    "The script %s is Python, which is not supported: give a jar or --class.".formatted(script));
        }
    }

    private static Set<String> jarLocations(String script, Map<String, String> arguments) {
        Set<String> locations = new LinkedHashSet<>();
        if (isJar(script)) {
            locations.add(script);
        }
        for (String location : arguments.getOrDefault(EXTRA_JARS, "").split(",")) {
            if (!location.isBlank()) {
                locations.add(location.trim());
            }
        }
        return locations;
    }

    private static Path fetch(String location, int number, JarSource jars, RunFolder folder)
            throws JobRunRefusedException, IOException {
        int scheme = location.indexOf("://");
        if (scheme > 0 && location.startsWith("s3")) {
            int slash = location.indexOf('/', scheme + 3);
            if (slash < 0 || slash == location.length() - 1) {
                throw new JobRunRefusedException("%s names no object.".formatted(location));
            }
            Path target = folder.jars().resolve(number + ".jar");
            jars.copy(location.substring(scheme + 3, slash), location.substring(slash + 1), target);
            return target;
        }
        Path local = location.startsWith("file:") ? Path.of(URI.create(location)) : Path.of(location);
        if (!local.isAbsolute() || !Files.isRegularFile(local)) {
            throw new JobRunRefusedException(
                    "The jar %s is neither an s3:// location nor the absolute path of a file.".formatted(location));
        }
        return local;
    }

    private static String mainClass(JobRunLaunch launch, String script, List<Path> ownJars)
            throws JobRunRefusedException, IOException {
        String given = launch.arguments().get(CLASS);
        if (given != null && !given.isBlank()) {
            return given.trim();
        }
        if (isJar(script)) {
            try (JarFile jar = new JarFile(ownJars.get(0).toFile())) {
                Manifest manifest = jar.getManifest();
                String main =
                        manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.MAIN_CLASS);
                if (main != null) {
                    return main;
                }
            }
        }
        throw new JobRunRefusedException(
                "Job %s names no main class: give it the argument --class.".formatted(launch.jobName()));
    }

    private static String classPath(JobRunLaunch launch, String jobClassPath, List<Path> ownJars) {
        List<String> entries =
                new ArrayList<>(ownJars.stream().map(Path::toString).toList());
        boolean first = Boolean.parseBoolean(launch.arguments().get(USER_JARS_FIRST));
        entries.add(first ? entries.size() : 0, jobClassPath.strip());
        return String.join(File.pathSeparator, entries);
    }

    private static List<String> arguments(JobRunLaunch launch) {
        List<String> arguments = new ArrayList<>();
        launch.arguments().forEach((key, value) -> {
            if (!FOR_THE_RUNNER.contains(key)) {
                arguments.add(key.startsWith("--") ? key : "--" + key);
                arguments.add(value);
            }
        });
        arguments.addAll(List.of("--JOB_NAME", launch.jobName(), "--JOB_RUN_ID", launch.runId()));
        return List.copyOf(arguments);
    }

    private static boolean isJar(String location) {
        return location.toLowerCase(Locale.ROOT).endsWith(".jar");
    }
}
