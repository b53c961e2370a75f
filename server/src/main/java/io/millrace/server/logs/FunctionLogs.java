package io.millrace.server.logs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The logs of functions: a group {@code /aws/lambda/NAME} a function, a stream a process. Thread-safe. */
public final class FunctionLogs implements LogSource {
    private static final String PREFIX = "/aws/lambda/";
    private static final String SUFFIX = ".log";

    /** The log of the process that archives a function's classes, which is no invocation's. */
    private static final String PREPARING = "-prepare.log";

    private final Path folder;

    /** @param folder a folder a function with a file a process, {@code yyyyMMddTHHmmss.SSS-N.log} */
    public FunctionLogs(Path folder) {
        this.folder = folder;
    }

    @Override
    public Set<String> groups() {
        return LogFolders.list(folder).stream()
                .filter(Files::isDirectory)
                .map(function -> PREFIX + function.getFileName())
                .collect(Collectors.toSet());
    }

    @Override
    public List<LogStream> streams(String group) {
        return isMine(group) ? streams(function(group)) : List.of();
    }

    private static List<LogStream> streams(Path function) {
        return LogFolders.list(function).stream()
                .filter(file -> isLog(String.valueOf(file.getFileName())))
                .map(file -> new LogStream(streamName(String.valueOf(file.getFileName())), List.of(file)))
                .toList();
    }

    private static boolean isLog(String name) {
        return name.endsWith(SUFFIX) && !name.endsWith(PREPARING);
    }

    /** As Lambda names them: the day first. */
    private static String streamName(String file) {
        String name = file.substring(0, file.length() - SUFFIX.length());
        return name.length() < "yyyyMMdd".length()
                ? name
                : name.substring(0, 4) + "/" + name.substring(4, 6) + "/" + name.substring(6, 8) + "/" + name;
    }

    private static boolean isMine(String group) {
        // A name with a slash in it would lead elsewhere.
        return group.startsWith(PREFIX) && group.substring(PREFIX.length()).matches("[A-Za-z0-9_-]{1,64}");
    }

    private Path function(String group) {
        return folder.resolve(group.substring(PREFIX.length()));
    }

    @Override
    public void delete(String group, List<LogStream> streams) {
        if (!isMine(group)) {
            return;
        }
        streams.forEach(stream -> stream.paths().forEach(LogFolders::delete));
        if (streams(group).isEmpty()) {
            LogFolders.deleteTree(function(group));
        }
    }

    @Override
    public List<LogStream> growing() {
        return groups().stream().flatMap(group -> streams(group).stream()).toList();
    }
}
