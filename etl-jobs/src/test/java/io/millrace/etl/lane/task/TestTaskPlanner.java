package io.millrace.etl.lane.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.etl.lane.task.InputFile.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TestTaskPlanner {
    private static InputFile file(int number, long size, Shape shape) {
        return new InputFile("s3://raw/t/%05d.csv".formatted(number), List.of(), size, shape);
    }

    private static List<TaskInput> plan(List<InputFile> files) {
        return TaskPlanner.plan(files, 2, (file, places) -> places, 100, 1000);
    }

    @Test
    void putsSmallFilesTogether() {
        List<TaskInput> tasks = plan(
                IntStream.range(0, 240).mapToObj(i -> file(i, 10, Shape.WHOLE)).toList());

        assertThat(tasks).hasSize(4).extracting(TaskInput::bytes).containsOnly(600L);
        assertThat(tasks).extracting(TaskInput::number).containsExactly(0, 1, 2, 3);
    }

    @Test
    void cutsLargeFilesWithoutHolesOrOverlaps() {
        List<TaskInput> tasks = plan(List.of(file(0, 10_001, Shape.CUT_AT_LINES)));

        assertThat(tasks).hasSize(10);
        long next = 0;
        for (TaskInput task : tasks) {
            InputPart part = task.parts().get(0);
            assertThat(part.start()).isEqualTo(next);
            next = part.end();
        }
        assertThat(next).isEqualTo(10_001);
    }

    @Test
    void cutsWhereTheFileAllowsIt() {
        List<TaskInput> tasks = TaskPlanner.plan(
                List.of(file(0, 10_001, Shape.CUT_AT_LINES)),
                2,
                (file, places) -> List.of(places.get(0) + 7, places.get(0) + 7, places.get(4) + 1, 10_001L),
                100,
                1000);

        assertThat(tasks.stream()
                        .flatMap(task -> task.parts().stream())
                        .map(InputPart::end)
                        .toList())
                .containsExactly(1007L, 5001L, 10_001L);
    }

    @Test
    void cutsNoFileThatCannotBeCut() {
        assertThat(plan(List.of(file(0, 10_000, Shape.WHOLE), file(1, 10_000, Shape.COMPRESSED))))
                .hasSize(2)
                .allMatch(
                        task -> task.parts().size() == 1 && task.parts().get(0).isWhole());
    }

    @Test
    void weighsCompressedFilesByWhatTheyHold() {
        List<TaskInput> tasks = TaskPlanner.plan(
                IntStream.range(0, 40)
                        .mapToObj(i -> file(i, 100, i < 20 ? Shape.WHOLE : Shape.COMPRESSED))
                        .toList(),
                1,
                (file, places) -> places,
                100,
                100_000);

        assertThat(tasks).hasSize(2);
        assertThat(tasks.get(0).parts()).hasSizeBetween(26, 28);
    }

    @Test
    void makesNoTaskOfNothing() {
        assertThat(plan(List.of())).isEmpty();
        assertThat(plan(List.of(file(0, 0, Shape.WHOLE)))).hasSize(1);
    }

    @Test
    void readsEveryByteOnceWhateverTheOrderOfTheFiles() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            List<InputFile> files = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(30); i++) {
                files.add(file(i, random.nextInt(3000), List.of(Shape.values()).get(random.nextInt(3))));
            }
            List<TaskInput> tasks = plan(files);
            assertThat(tasks.stream().mapToLong(TaskInput::bytes).sum())
                    .isEqualTo(files.stream().mapToLong(InputFile::size).sum());
            Collections.shuffle(files, random);
            assertThat(plan(files)).isEqualTo(tasks);
        }
    }
}
