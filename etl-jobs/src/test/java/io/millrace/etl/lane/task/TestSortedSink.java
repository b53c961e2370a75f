package io.millrace.etl.lane.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.type.HiveType.Decimal;
import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.etl.lane.BatchSink;
import io.millrace.etl.lane.LaneColumn;
import io.millrace.etl.lane.vector.BytesVector;
import io.millrace.etl.lane.vector.DoubleVector;
import io.millrace.etl.lane.vector.LongVector;
import io.millrace.etl.lane.vector.VectorBatch;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TestSortedSink {
    private static final List<LaneColumn> COLUMNS = List.of(
            new LaneColumn("number", Primitive.BIGINT),
            new LaneColumn("text", Primitive.STRING),
            new LaneColumn("share", Primitive.DOUBLE),
            new LaneColumn("amount", new Decimal(30, 0)));

    private final Random random = new Random(7);
    private final List<List<Line>> runs = new ArrayList<>(List.of(new ArrayList<>()));

    private record Line(long number, @Nullable String text, double share, BigInteger amount) {}

    /** Takes the rows of a run; several batches a run. */
    private final class Rows implements BatchSink {
        private boolean closed;

        @Override
        public void write(VectorBatch batch) {
            assertThat(closed).isFalse();
            for (int row = 0; row < batch.rows(); row++) {
                runs.get(runs.size() - 1).add(line(batch, row));
            }
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private static Line line(VectorBatch batch, int row) {
        BytesVector texts = (BytesVector) batch.vector(1);
        BytesVector amounts = (BytesVector) batch.vector(3);
        return new Line(
                ((LongVector) batch.vector(0)).values()[row],
                texts.isNull(row) ? null : text(texts, row),
                ((DoubleVector) batch.vector(2)).values()[row],
                new BigInteger(amounts.data(), amounts.starts()[row], amounts.lengths()[row]));
    }

    private static String text(BytesVector texts, int row) {
        return new String(texts.data(), texts.starts()[row], texts.lengths()[row], StandardCharsets.UTF_8);
    }

    private List<Line> write(int count, long memoryBytes, List<String> sortBy) throws IOException {
        List<Line> written = new ArrayList<>();
        VectorBatch batch = VectorBatch.of(COLUMNS, 1000);
        Rows rows = new Rows();
        try (SortedSink sink = new SortedSink(COLUMNS, sortBy, memoryBytes, rows, () -> runs.add(new ArrayList<>()))) {
            for (int at = 0; at < count; at += batch.rows()) {
                batch.clear();
                int more = Math.min(1 + random.nextInt(1000), count - at);
                for (int row = 0; row < more; row++) {
                    fill(batch, row, at + row);
                    written.add(line(batch, row));
                }
                batch.setRows(more);
                sink.write(batch);
            }
        }
        assertThat(rows.closed).isTrue();
        assertThat(runs.remove(runs.size() - 1)).isEmpty();
        return written;
    }

    private void fill(VectorBatch batch, int row, int number) {
        ((LongVector) batch.vector(0)).values()[row] = number;
        if (random.nextInt(10) == 0) {
            batch.vector(1).setNull(row);
        } else {
            set((BytesVector) batch.vector(1), row, ("t" + random.nextInt(50) + "ä").getBytes(StandardCharsets.UTF_8));
        }
        ((DoubleVector) batch.vector(2)).values()[row] = random.nextInt(20) == 0 ? Double.NaN : random.nextInt(9) - 4;
        set(
                (BytesVector) batch.vector(3),
                row,
                BigInteger.valueOf(random.nextInt(3000) - 1500).toByteArray());
    }

    private static void set(BytesVector vector, int row, byte[] bytes) {
        vector.set(row, bytes, 0, bytes.length);
    }

    @Test
    void sortsByAllColumnsNullsFirstAndKeepsTheInputsOrderOfEquals() throws IOException {
        List<Line> written = write(20_000, Long.MAX_VALUE, List.of("text", "share"));

        Comparator<Line> order = Comparator.comparing(Line::text, Comparator.nullsFirst(Comparator.naturalOrder()))
                .thenComparing(Line::share);
        assertThat(runs).containsExactly(written.stream().sorted(order).toList());
    }

    @Test
    void longDecimalsAreInTheOrderOfTheirValues() throws IOException {
        List<Line> written = write(5_000, Long.MAX_VALUE, List.of("amount"));

        assertThat(runs)
                .containsExactly(written.stream()
                        .sorted(Comparator.comparing(Line::amount))
                        .toList());
    }

    @Test
    void beginsANewRunWhereMemoryEnds() throws IOException {
        List<Line> written = write(60_000, 1 << 20, List.of("text"));

        assertThat(runs).hasSizeGreaterThan(2);
        assertThat(runs.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(written);
        for (List<Line> run : runs) {
            assertThat(run)
                    .isSortedAccordingTo(
                            Comparator.comparing(Line::text, Comparator.nullsFirst(Comparator.naturalOrder())));
        }
    }

    @Test
    void withoutRowsNothingIsHandedOn() throws IOException {
        assertThat(write(0, 1 << 20, List.of("text"))).isEmpty();
        assertThat(runs).isEmpty();
    }

    @Test
    void longTextsAreSortedAndHandedOnAFewAtATime() throws IOException {
        List<Integer> batches = new ArrayList<>();
        List<Long> numbers = new ArrayList<>();
        BatchSink sizes = new BatchSink() {
            @Override
            public void write(VectorBatch batch) {
                batches.add(batch.rows());
                for (int row = 0; row < batch.rows(); row++) {
                    numbers.add(line(batch, row).number());
                }
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
        byte[] text = new byte[3 << 20];
        try (SortedSink sink = new SortedSink(COLUMNS, List.of("text"), Long.MAX_VALUE, sizes, () -> {})) {
            VectorBatch batch = VectorBatch.of(COLUMNS, 1);
            for (int i = 0; i < 20; i++) {
                batch.clear();
                fill(batch, 0, i);
                Arrays.fill(text, (byte) ('z' - i));
                batch.vector(1).nulls()[0] = false;
                set((BytesVector) batch.vector(1), 0, text);
                batch.setRows(1);
                sink.write(batch);
            }
        }

        assertThat(numbers)
                .containsExactlyElementsOf(
                        IntStream.range(0, 20).mapToObj(i -> 19L - i).toList());
        assertThat(batches).containsExactly(3, 3, 3, 3, 3, 3, 2);
    }
}
