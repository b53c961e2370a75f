package io.millrace.ci.livetest.check;

import io.millrace.ci.livetest.LiveTestException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads a folder of checks: each {@code *.sql} file is one. */
public final class SqlCheckFolder {
    private SqlCheckFolder() {}

    /**
     * Reads all checks of a folder, by their files' names.
     *
     * @param folder the folder
     * @param placeholders the values of <code>${Name}</code>; {@code LakeDatabase} is the database of a check that names none
     * @throws LiveTestException if a file is malformed, with file, line and what is wrong
     */
    public static List<SqlCheck> read(Path folder, Map<String, String> placeholders) {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.sql")) {
            found.forEach(files::add);
            files.sort(null);
            List<SqlCheck> checks = new ArrayList<>();
            for (Path file : files) {
                checks.add(new SqlCheckParser(file.toString(), placeholders)
                        .parse(fileName(file), Files.readString(file)));
            }
            return checks;
        } catch (NoSuchFileException e) {
            throw new LiveTestException("There is no folder of checks " + folder, e);
        } catch (IOException e) {
            throw new LiveTestException("The checks in " + folder + " cannot be read: " + e, e);
        }
    }

    private static String fileName(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.substring(0, name.length() - ".sql".length());
    }
}
