package io.millrace.catalog.bookmark;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.bookmark.BookmarkApi.InputObject;
import io.millrace.catalog.bookmark.BookmarkApi.Processed;
import io.millrace.catalog.bookmark.JobProgress.Run;
import io.millrace.catalog.bookmark.JobProgress.Target;
import io.millrace.catalog.store.Batch;
import io.millrace.catalog.store.BatchInput;
import io.millrace.catalog.store.Bookmark;
import io.millrace.catalog.store.BookmarkName;
import io.millrace.catalog.store.BookmarkRows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the runs of a job did after one run and up to another: of each of its tables, the batches between two versions of the bookmark.
 *
 * @param stretches one for each table that the job writes
 */
record RunRange(List<Stretch> stretches) {
    /**
     * Batches whose versions are greater than {@code after} and at most {@code upTo}.
     *
     * @param batches how many there are
     * @param others how many others wrote rows
     */
    record Stretch(Bookmark bookmark, long after, long upTo, long batches, long others) {}

    /** @throws CatalogException {@code ENTITY_NOT_FOUND} for a run that committed nothing or was taken back, {@code INVALID_INPUT} for a wrong order */
    static RunRange of(BookmarkRows rows, String job, String after, String upTo) {
        JobProgress progress = JobProgress.read(rows, job);
        Run first = progress.run(after);
        Run last = progress.run(upTo);
        List<Run> order = progress.runs();
        if (order.indexOf(first) > order.indexOf(last)) {
            throw new CatalogException(
                    CatalogErrorCode.INVALID_INPUT,
                    "Run %s of job %s committed after run %s; name the earlier run first.".formatted(after, job, upTo));
        }
        return new RunRange(progress.targets().stream()
                .map(target -> stretch(target, target.lastVersion(first), target.lastVersion(last)))
                .toList());
    }

    private static Stretch stretch(Target target, long after, long upTo) {
        long batches = 0;
        long others = 0;
        for (Batch batch : target.batches()) {
            if (batch.version() > after && batch.version() <= upTo) {
                batches++;
            } else if (batch.counts().rowsWritten() > 0) {
                others++;
            }
        }
        return new Stretch(target.bookmark(), after, upTo, batches, others);
    }

    /** Which of the objects were read. Where several batches read one, the last of a table tells in which state, and one table that agrees is enough. */
    Processed find(BookmarkRows rows, BookmarkName own, List<InputObject> objects) {
        List<String> uris = objects.stream().map(InputObject::uri).toList();
        Map<String, List<BatchInput>> read = new HashMap<>();
        for (Stretch stretch : stretches) {
            if (stretch.batches() > 0) {
                rows.processed(stretch.bookmark(), uris, stretch.after(), stretch.upTo())
                        .forEach((uri, input) -> read.computeIfAbsent(uri, first -> new ArrayList<>())
                                .add(input));
            }
        }
        List<Integer> unchanged = new ArrayList<>();
        List<Integer> rewritten = new ArrayList<>();
        for (int i = 0; i < objects.size(); i++) {
            List<BatchInput> states = read.getOrDefault(objects.get(i).uri(), List.of());
            if (!states.isEmpty()) {
                (states.contains(BatchOperations.input(objects.get(i))) ? unchanged : rewritten).add(i);
            }
        }
        Optional<Stretch> ofTable = stretches.stream()
                .filter(stretch -> stretch.bookmark().name().equals(own))
                .findFirst();
        return new Processed(
                unchanged,
                rewritten,
                ofTable.map(Stretch::batches).orElse(0L),
                ofTable.map(Stretch::others).orElse(0L));
    }
}
