package io.millrace.server.logs;

import io.millrace.server.resource.Documents;
import io.millrace.server.resource.ResourceTags;
import io.millrace.server.resource.ServiceArns;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroupClass;

/**
 * The log groups: those that were created, and those that have files, as functions, jobs and builds make theirs themselves. Thread-safe.
 */
public final class LogGroups {
    private final Jdbi jdbi;
    private final Documents<LogGroup> created;
    private final List<LogSource> sources;
    private final LogMarks marks;
    private final LogReader reader;
    private final ResourceTags tags;
    private final ServiceArns arns;
    private final InstantSource clock;

    /**
     * The groups over files.
     *
     * @param jdbi a database with the server's migrations
     * @param region of the groups' ARNs
     */
    public LogGroups(
            Jdbi jdbi,
            FunctionLogs functions,
            RunLogs runs,
            BuildLogs builds,
            ResourceTags tags,
            String region,
            InstantSource clock) {
        this.jdbi = jdbi;
        this.created = new Documents<>(jdbi, "logs/group", LogGroup.class, () -> (SdkPojo) LogGroup.builder());
        this.sources = List.of(functions, runs, builds);
        this.marks = new LogMarks(jdbi);
        this.reader = new LogReader(marks, clock);
        this.tags = tags;
        this.arns = new ServiceArns("logs", region);
        this.clock = clock;
    }

    Jdbi jdbi() {
        return jdbi;
    }

    LogReader reader() {
        return reader;
    }

    String arn(String name) {
        return arns.of("log-group:" + name);
    }

    /** The name in a name or an ARN. @throws io.millrace.server.wire.ServiceException if neither is given */
    String nameIn(@Nullable String name, @Nullable String identifier) {
        String given = name == null ? identifier : name;
        if (given == null) {
            throw LogErrors.invalid("The log group must be named.");
        }
        String prefix = arns.of("log-group:");
        String bare = given.startsWith(prefix) ? given.substring(prefix.length()) : given;
        return bare.endsWith(":*") ? bare.substring(0, bare.length() - 2) : bare;
    }

    /** All groups whose names begin so, by name. */
    List<LogGroup> all(String prefix) {
        TreeMap<String, LogGroup> groups = new TreeMap<>();
        for (LogSource source : sources) {
            source.groups().stream()
                    .filter(name -> name.startsWith(prefix))
                    .forEach(name -> groups.put(name, found(name)));
        }
        created.all(prefix).forEach(group -> groups.put(group.logGroupName(), group));
        return new ArrayList<>(groups.values());
    }

    /** One that a function or job made by its files: as old as the oldest. */
    private LogGroup found(String name) {
        long oldest = streams(name).stream()
                .flatMap(stream -> stream.files().stream())
                .map(LogFile::modified)
                .min(Comparator.naturalOrder())
                .orElseGet(clock::instant)
                .toEpochMilli();
        return group(name, oldest);
    }

    LogGroup group(String name, long millis) {
        return LogGroup.builder()
                .logGroupName(name)
                .creationTime(millis)
                .arn(arn(name) + ":*")
                .logGroupArn(arn(name))
                .metricFilterCount(0)
                .logGroupClass(LogGroupClass.STANDARD)
                .build();
    }

    Optional<LogGroup> find(String name) {
        Optional<LogGroup> made = created.find(name);
        boolean hasFiles = sources.stream().anyMatch(source -> source.groups().contains(name));
        return made.isPresent() || !hasFiles ? made : Optional.of(found(name));
    }

    /** @throws io.millrace.server.wire.ServiceException ResourceNotFoundException if there is none */
    LogGroup load(String name) {
        return find(name).orElseThrow(LogErrors::noGroup);
    }

    boolean create(LogGroup group) {
        return created.insert(group.logGroupName(), group);
    }

    void put(LogGroup group) {
        created.put(group.logGroupName(), group);
    }

    /** Removes a group with its files. */
    void delete(String name) {
        List<LogStream> streams = streams(name);
        jdbi.useTransaction(handle -> {
            tags.removeAll(arn(name));
            created.delete(name);
            streams.forEach(marks::forget);
        });
        sources.forEach(source -> source.delete(name, streams));
    }

    /** A group's streams, by name. */
    List<LogStream> streams(String group) {
        return sources.stream()
                .flatMap(source -> source.streams(group).stream())
                .sorted(Comparator.comparing(LogStream::name))
                .toList();
    }

    /** Before this, a group's events do not count any more; the beginning of time without a retention. */
    Instant cutoff(LogGroup group) {
        return group.retentionInDays() == null
                ? Instant.EPOCH
                : clock.instant().minus(Duration.ofDays(group.retentionInDays()));
    }

    /** Notes when what grows has grown. */
    void mark() {
        sources.stream()
                .flatMap(source -> source.growing().stream())
                .flatMap(stream -> stream.files().stream())
                .forEach(marks::note);
    }

    /** Removes the files that were last written to before their groups' retention. */
    void removeOld() {
        for (LogGroup group : created.all("")) {
            if (group.retentionInDays() != null) {
                Instant cutoff = cutoff(group);
                List<LogStream> old = streams(group.logGroupName()).stream()
                        .filter(stream -> stream.files().stream()
                                .allMatch(file -> file.modified().isBefore(cutoff)))
                        .toList();
                old.forEach(marks::forget);
                sources.forEach(source -> source.delete(group.logGroupName(), old));
            }
        }
    }

    /** The size of a group's files. */
    long storedBytes(String name) {
        return streams(name).stream()
                .map(LogStream::files)
                .flatMap(List::stream)
                .mapToLong(LogFile::size)
                .sum();
    }
}
