package io.millrace.catalog.bookmark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.catalog.store.Batch;
import io.millrace.catalog.store.Batch.State;
import io.millrace.catalog.store.Bookmark;
import io.millrace.catalog.store.BookmarkRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.JobBookmarkEntry;

/**
 * What batches a job has committed, over all its tables.
 *
 * @param job the job's name
 * @param targets its bookmarks with their committed batches, in order
 * @param runs the runs that committed these, by the end of their last one
 */
record JobProgress(String job, List<Target> targets, List<Run> runs) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A bookmark, and the batches that count. */
    record Target(Bookmark bookmark, List<Batch> batches) {
        /** The version of the run's last batch, or, where the run wrote nothing, of the last one that was committed before its end; 0 if there is none. */
        long lastVersion(Run run) {
            long own = lastVersion(batch -> batch.runId().equals(run.id()));
            return own > 0 ? own : lastVersion(batch -> !batch.committedAt().isAfter(run.end()));
        }

        private long lastVersion(Predicate<Batch> counted) {
            return batches.stream()
                    .filter(counted)
                    .mapToLong(Batch::version)
                    .max()
                    .orElse(0);
        }
    }

    /**
     * A run, and when it committed its last batch.
     *
     * @param lastVersion the greatest version of its batches: tells two apart that committed in the same millisecond
     */
    record Run(String id, Instant end, long lastVersion) {
        private static Run later(Run one, Run other) {
            return new Run(
                    one.id,
                    one.end.isAfter(other.end) ? one.end : other.end,
                    Math.max(one.lastVersion, other.lastVersion));
        }
    }

    /** @throws io.millrace.catalog.CatalogException {@code ENTITY_NOT_FOUND} if the job has no bookmark */
    static JobProgress read(BookmarkRows rows, String job) {
        List<Target> targets = new ArrayList<>();
        for (Bookmark bookmark : rows.ofJob(job)) {
            targets.add(new Target(bookmark, rows.batches(bookmark, State.COMMITTED)));
        }
        if (targets.isEmpty()) {
            throw JobBookmarkOperations.notFound(
                    "Job %s has no bookmark: none of its runs has begun a batch with --job-bookmark-option job-bookmark-enable."
                            .formatted(job));
        }
        return new JobProgress(job, targets, runs(targets));
    }

    /** In one pass: a job may have committed tens of thousands of batches, and requests wait for it inside a transaction. */
    private static List<Run> runs(List<Target> targets) {
        Map<String, Run> runs = new HashMap<>();
        for (Target target : targets) {
            for (Batch batch : target.batches()) {
                runs.merge(batch.runId(), new Run(batch.runId(), batch.committedAt(), batch.version()), Run::later);
            }
        }
        return runs.values().stream()
                .sorted(Comparator.comparing(Run::end)
                        .thenComparing(Run::lastVersion)
                        .thenComparing(Run::id))
                .toList();
    }

    /** A run. @throws io.millrace.catalog.CatalogException {@code ENTITY_NOT_FOUND} if it has committed nothing */
    Run run(String id) {
        return runs.get(placeOf(id));
    }

    /**
     * Glue's view of the state.
     *
     * @param run after which run, or null for the last one
     */
    JobBookmarkEntry entry(@Nullable String run) {
        int place = run == null ? runs.size() - 1 : placeOf(run);
        JobBookmarkEntry.Builder entry = JobBookmarkEntry.builder()
                .jobName(job)
                .version((int) targets.stream()
                        .mapToLong(target -> target.bookmark().version())
                        .max()
                        .orElse(0))
                .run(place + 1)
                .attempt(0)
                .jobBookmark(json(place < 0 ? Instant.EPOCH : runs.get(place).end()));
        if (place >= 0) {
            entry.runId(runs.get(place).id());
        }
        if (place >= 1) {
            entry.previousRunId(runs.get(place - 1).id());
        }
        return entry.build();
    }

    private int placeOf(String run) {
        for (int i = 0; i < runs.size(); i++) {
            if (runs.get(i).id().equals(run)) {
                return i;
            }
        }
        throw JobBookmarkOperations.notFound(
                "Run %s of job %s has committed no batch; a bookmark knows only runs that have.".formatted(run, job));
    }

    private String json(Instant end) {
        ObjectNode root = JSON.createObjectNode();
        ArrayNode list = root.putArray("targets");
        for (Target target : targets) {
            List<Batch> batches = target.batches().stream()
                    .filter(batch -> !batch.committedAt().isAfter(end))
                    .toList();
            ObjectNode node = list.addObject()
                    .put("database", target.bookmark().name().database())
                    .put("table", target.bookmark().name().table())
                    .put("version", target.bookmark().version())
                    .put("batches", batches.size())
                    .put("inputs", batches.stream().mapToLong(Batch::inputs).sum())
                    .put(
                            "rowsWritten",
                            batches.stream()
                                    .mapToLong(batch -> batch.counts().rowsWritten())
                                    .sum())
                    .put(
                            "rowsRejected",
                            batches.stream()
                                    .mapToLong(batch -> batch.counts().rowsRejected())
                                    .sum());
            if (!batches.isEmpty()) {
                Batch last = batches.get(batches.size() - 1);
                node.put("digest", last.digest())
                        .put("lastBatch", last.name())
                        .put("lastCommit", last.committedAt().toString());
            }
        }
        try {
            return JSON.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot write a bookmark", e);
        }
    }
}
