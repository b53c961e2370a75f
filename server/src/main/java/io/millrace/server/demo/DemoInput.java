package io.millrace.server.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files that a demo uploads, by the key below the raw prefix that each gets. */
final class DemoInput {
    private DemoInput() {}

    /**
     * Finds the files of what the user named: a file is taken as it is, a folder with all that is below it except hidden files.
     *
     * @throws IllegalArgumentException if something is not there, nothing is found, or two files would get one key
     */
    static SortedMap<String, Path> find(List<Path> inputs) {
        SortedMap<String, Path> files = new TreeMap<>();
        for (Path input : inputs) {
            if (!Files.exists(input)) {
                throw new IllegalArgumentException("--input " + input + " does not exist");
            }
            for (Path file : filesOf(input)) {
                String key = key(input, file);
                Path other = files.put(key, file);
                if (other != null) {
                    throw new IllegalArgumentException(
                            "--input names two files for " + key + ": " + other + " and " + file);
                }
            }
        }
        if (files.isEmpty()) {
            throw new IllegalArgumentException("--input names no file that is not hidden: " + inputs);
        }
        return files;
    }

    private static String key(Path input, Path file) {
        Path relative = Files.isDirectory(input) ? input.relativize(file) : file.getFileName();
        return String.valueOf(relative).replace('\\', '/');
    }

    private static List<Path> filesOf(Path input) {
        if (!Files.isDirectory(input)) {
            return List.of(input);
        }
        try (Stream<Path> tree = Files.walk(input)) {
            List<Path> files = new ArrayList<>();
            tree.filter(Files::isRegularFile)
                    .filter(file -> isVisible(input.relativize(file)))
                    .forEach(files::add);
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + input, e);
        }
    }

    private static boolean isVisible(Path relative) {
        for (Path part : relative) {
            String name = part.toString();
            if (name.startsWith(".") || name.startsWith("_")) {
                return false;
            }
        }
        return true;
    }
}
