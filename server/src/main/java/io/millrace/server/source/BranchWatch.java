package io.millrace.server.source;

import io.millrace.server.rule.ServiceEvents;
import io.millrace.server.rule.ServiceEvents.BranchChange;
import io.millrace.server.rule.ServiceEvents.BranchEvent;
import io.millrace.server.work.RepeatedWork;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the branches of all repositories every two seconds, and tells the event bus of each that was made, moved or removed: once, also
 * if that happened while no server ran. Of several pushes between two looks the last is told.
 */
public final class BranchWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BranchWatch.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

    private final Jdbi jdbi;
    private final GitRepositories repositories;
    private final ServiceEvents events;
    private final RepeatedWork watching = new RepeatedWork("repositories", "Repositories cannot be looked at");

    /** A watch that looks at nothing until {@link #start}. */
    public BranchWatch(Jdbi jdbi, GitRepositories repositories, ServiceEvents events) {
        this.jdbi = jdbi;
        this.repositories = repositories;
        this.events = events;
    }

    /** Looks from now on. Once. */
    public void start() {
        watching.every(Duration.ZERO, LOOK_EVERY, this::look);
    }

    /** Looks now. A failure is noted, and what it hid is told at a later look. */
    public synchronized void look() {
        watching.now(this::lookAtAll);
    }

    private void lookAtAll() {
        for (String repository : repositories.names()) {
            try {
                Map<String, String> now = repositories.branches(repository);
                jdbi.useTransaction(handle -> compare(repository, known(repository), now));
            } catch (SourceException e) {
                LOG.warn("{}", e.getMessage());
            }
        }
    }

    private Map<String, String> known(String repository) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT branch, commit_id FROM repository_branch WHERE repository = ?", repository)
                .reduceRows(new TreeMap<>(), (branches, row) -> {
                    branches.put(row.getColumn(1, String.class), row.getColumn(2, String.class));
                    return branches;
                }));
    }

    private void compare(String repository, Map<String, String> before, Map<String, String> now) {
        now.forEach((branch, commit) -> {
            String old = before.getOrDefault(branch, "");
            if (!commit.equals(old)) {
                put(repository, branch, commit);
                BranchChange change = old.isEmpty() ? BranchChange.CREATED : BranchChange.UPDATED;
                events.branchChanged(new BranchEvent(repository, branch, change, commit, old));
            }
        });
        before.forEach((branch, commit) -> {
            if (!now.containsKey(branch)) {
                remove(repository, branch);
                events.branchChanged(new BranchEvent(repository, branch, BranchChange.DELETED, commit, commit));
            }
        });
    }

    private void put(String repository, String branch, String commit) {
        jdbi.useHandle(handle -> handle.execute(
                "INSERT INTO repository_branch (repository, branch, commit_id) VALUES (?, ?, ?)"
                        + " ON CONFLICT (repository, branch) DO UPDATE SET commit_id = excluded.commit_id",
                repository,
                branch,
                commit));
    }

    private void remove(String repository, String branch) {
        jdbi.useHandle(handle -> handle.execute(
                "DELETE FROM repository_branch WHERE repository = ? AND branch = ?", repository, branch));
    }

    @Override
    public void close() {
        watching.close();
    }
}
