package io.millrace.etl.lane.task;

import io.millrace.etl.lane.task.InputFile.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Makes tasks of a run's input: large files in parts, small ones together, so that tasks are about equal and neither their number nor that of
 * the files that they write follows the number of input files. The same input and the same number of cores give the same tasks.
 */
public final class TaskPlanner {
    /** Below this a task is not worth its start, and the files that it writes are too small. */
    static final long MINIMUM_TASK_BYTES = 64L << 20;

    /** Above this a task that has to be tried again costs too much. */
    static final long MAXIMUM_TASK_BYTES = 512L << 20;

    /** So that cores that are done early find more to do. */
    private static final int TASKS_A_CORE = 2;

    /** What gzip makes of CSV, about. */
    private static final int BYTES_IN_A_COMPRESSED_BYTE = 4;

    private final Cuts cuts;
    private final long minimumBytes;
    private final long maximumBytes;

    private TaskPlanner(Cuts cuts, long minimumBytes, long maximumBytes) {
        this.cuts = cuts;
        this.minimumBytes = minimumBytes;
        this.maximumBytes = maximumBytes;
    }

    /** Where files are cut: {@link PartOpener#cuts}. Asked for several files at once. */
    @FunctionalInterface
    public interface Cuts {
        /** Rising places inside the file, about where they are wished for. */
        List<Long> of(InputFile file, List<Long> places);
    }

    /** The tasks, in the order of the files' URIs. */
    public static List<TaskInput> plan(List<InputFile> files, int cores, Cuts cuts) {
        return new TaskPlanner(cuts, MINIMUM_TASK_BYTES, MAXIMUM_TASK_BYTES).tasks(files, cores);
    }

    /** With other bounds on a task's bytes. */
    static List<TaskInput> plan(List<InputFile> files, int cores, Cuts cuts, long minimumBytes, long maximumBytes) {
        return new TaskPlanner(cuts, minimumBytes, maximumBytes).tasks(files, cores);
    }

    private List<TaskInput> tasks(List<InputFile> files, int cores) {
        List<InputFile> sorted =
                files.stream().sorted(Comparator.comparing(InputFile::uri)).toList();
        long total = sorted.stream().mapToLong(TaskPlanner::weight).sum();
        long target = Math.max(minimumBytes, Math.min(maximumBytes, total / Math.max(1, TASKS_A_CORE * cores)));
        long count = Math.max(1, (total + target / 2) / target);
        List<List<InputPart>> groups = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            groups.add(new ArrayList<>());
        }
        // To find a place may take a request to the store.
        List<List<InputPart>> parts =
                sorted.parallelStream().map(file -> cut(file, target)).toList();
        long before = 0;
        for (int i = 0; i < sorted.size(); i++) {
            long factor = sorted.get(i).shape() == Shape.COMPRESSED ? BYTES_IN_A_COMPRESSED_BYTE : 1;
            for (InputPart part : parts.get(i)) {
                long weight = part.bytes() * factor;
                // A part belongs where its middle lies.
                double middle = before + weight / 2.0;
                groups.get((int) Math.min(count - 1, (long) (middle * count / Math.max(1, total))))
                        .add(part);
                before += weight;
            }
        }
        return numbered(groups);
    }

    private static List<TaskInput> numbered(List<List<InputPart>> groups) {
        List<TaskInput> tasks = new ArrayList<>();
        for (List<InputPart> group : groups) {
            if (!group.isEmpty()) {
                tasks.add(new TaskInput(tasks.size(), group));
            }
        }
        return tasks;
    }

    private static long weight(InputFile file) {
        return file.size() * (file.shape() == Shape.COMPRESSED ? BYTES_IN_A_COMPRESSED_BYTE : 1);
    }

    private List<InputPart> cut(InputFile file, long target) {
        long count = file.shape() == Shape.CUT_AT_LINES ? Math.max(1, (file.size() + target / 2) / target) : 1;
        List<Long> places = LongStream.range(1, count)
                .map(i -> file.size() / count * i)
                .boxed()
                .toList();
        List<InputPart> parts = new ArrayList<>();
        long start = 0;
        for (long end : places.isEmpty() ? places : cuts.of(file, places)) {
            if (end > start && end < file.size()) {
                parts.add(new InputPart(file.uri(), file.keys(), start, end, file.size()));
                start = end;
            }
        }
        parts.add(new InputPart(file.uri(), file.keys(), start, file.size(), file.size()));
        return parts;
    }
}
