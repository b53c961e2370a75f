package io.millrace.etl.lane.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.etl.lane.LaneColumn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestPartitionsOfWriter {
    private static final List<LaneColumn> COLUMNS = List.of(
            new LaneColumn("region", Primitive.STRING),
            new LaneColumn("v", Primitive.BIGINT),
            new LaneColumn("month", Primitive.INT));

    @TempDir
    private Path folder;

    @Test
    void putsEveryRowIntoItsPartitionsFolderInOrder() throws IOException {
        Random random = new Random(7);
        RandomTable table = rows(random, 30_000, 40, 13);
        Map<String, List<Object>> expected = new TreeMap<>();
        for (int row = 0; row < table.rows(); row++) {
            Object month = table.values().get(2).get(row);
            Object region = table.values().get(0).get(row);
            String name = "month=%s/region=%s"
                    .formatted(
                            month == null ? "__HIVE_DEFAULT_PARTITION__" : month,
                            region == null || region.equals("") ? "__HIVE_DEFAULT_PARTITION__" : region);
            expected.computeIfAbsent(name, ignored -> new ArrayList<>())
                    .add(table.values().get(1).get(row));
        }
        List<WrittenFile> files = write(table, ParquetOptions.DEFAULT);
        assertThat(files.stream().mapToLong(WrittenFile::rows).sum()).isEqualTo(table.rows());
        assertThat(read(files)).isEqualTo(expected);
    }

    @Test
    void manyPartitionsNeedFewStreamsAndLittleMemory() throws IOException {
        RandomTable table = rows(new Random(8), 15_000, 30, 15);
        Map<String, List<Object>> expected = read(write(table, ParquetOptions.DEFAULT));
        AtomicInteger open = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        ParquetOptions tight = ParquetOptions.DEFAULT.withBounds(512 << 20, 5, 1 << 19);
        List<WrittenFile> files = write(table, tight, (name, number) -> counted(path(name, number), open, most, -1));
        assertThat(read(files)).isEqualTo(expected);
        assertThat(expected).hasSizeGreaterThan(400);
        assertThat(most.get()).isBetween(2, 6);
        assertThat(open.get()).isZero();
        assertThat(files).hasSizeGreaterThan(expected.size());
    }

    @Test
    void beginsAnotherFileAtTheTargetSize() throws IOException {
        RandomTable table = rows(new Random(9), 50_000, 1, 1);
        ParquetOptions options =
                ParquetOptions.DEFAULT.withSizes(20_000, 1 << 20, 20_000, 0).withBounds(60_000, 5, 64 << 20);
        List<WrittenFile> files = write(table, options);
        List<WrittenFile> ofOne = files.stream()
                .filter(file -> file.folder().equals(files.get(0).folder()))
                .toList();
        assertThat(ofOne.size()).isGreaterThan(2);
        assertThat(ofOne.stream().map(WrittenFile::number)).startsWith(0, 1, 2);
        assertThat(files.get(0).bytes()).isBetween(60_000L, 200_000L);
    }

    @Test
    void sameRowsGiveSameBytes() throws IOException {
        RandomTable table = rows(new Random(10), 20_000, 5, 3);
        ParquetOptions tight = ParquetOptions.DEFAULT.withBounds(512 << 20, 3, 1 << 20);
        Map<String, byte[]> first = bytes(write(table, tight));
        Map<String, byte[]> second = bytes(write(table, tight));
        assertThat(second.keySet()).isEqualTo(first.keySet());
        first.forEach((name, content) -> assertThat(second.get(name)).as(name).isEqualTo(content));
    }

    @Test
    void namesFoldersByTheTypeOfTheKey() throws IOException {
        List<LaneColumn> columns = List.of(
                new LaneColumn("v", Primitive.INT),
                new LaneColumn("d", Primitive.DATE),
                new LaneColumn("t", Primitive.TIMESTAMP),
                new LaneColumn("m", new HiveType.Decimal(5, 2)),
                new LaneColumn("x", Primitive.DOUBLE),
                new LaneColumn("b", Primitive.BOOLEAN),
                new LaneColumn("s", Primitive.STRING));
        RandomTable table = new RandomTable(
                columns,
                List.of(
                        List.of(1),
                        List.of(java.time.LocalDate.of(2024, 2, 29)),
                        List.of(java.time.LocalDateTime.of(2024, 1, 2, 3, 4, 5, 60_000_000)),
                        List.of(new java.math.BigDecimal("-1.50")),
                        List.of(1e10),
                        List.of(true),
                        List.of("a b/c=\u00e4")),
                1);
        List<String> folders = new ArrayList<>();
        try (PartitionedParquetWriter writer = new PartitionedParquetWriter(
                columns,
                List.of(1, 2, 3, 4, 5, 6),
                (name, number) -> {
                    folders.add(name);
                    return new LocalOutputFile(folder.resolve("one.parquet"));
                },
                ParquetOptions.DEFAULT)) {
            table.writeTo(writer, 10);
        }
        assertThat(folders)
                .containsExactly(
                        "d=2024-02-29/t=2024-01-02 03%3A04%3A05.06/m=-1.50/x=1.0E10/b=true/s=a b%2Fc%3D\u00e4");
    }

    @Test
    void anOutputThatFailsLeavesNoStreamOpen() throws IOException {
        RandomTable table = rows(new Random(11), 60_000, 30, 3);
        for (int failAfter : new int[] {0, 10, 1_000}) {
            AtomicInteger open = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            ParquetOptions small = ParquetOptions.DEFAULT.withSizes(4_000, 1 << 20, 20_000, 1 << 20);
            PartitionedParquetWriter writer = new PartitionedParquetWriter(
                    COLUMNS,
                    List.of(2, 0),
                    (name, number) -> counted(path(name, number), open, most, failAfter),
                    small);
            assertThatThrownBy(() -> {
                        try (writer) {
                            table.writeTo(writer, 4096);
                        }
                    })
                    .isInstanceOf(IOException.class)
                    .hasStackTraceContaining("disk full");
            assertThat(most.get()).as("fails after %d", failAfter).isPositive();
            assertThat(open.get()).as("fails after %d", failAfter).isZero();
            assertThat(writer.files()).isEmpty();
            writer.abort();
        }
    }

    @Test
    void abortClosesStreamsAndFinishesNothing() throws IOException {
        RandomTable table = rows(new Random(12), 20_000, 10, 1);
        AtomicInteger open = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        PartitionedParquetWriter writer = new PartitionedParquetWriter(
                COLUMNS,
                List.of(2, 0),
                (name, number) -> counted(path(name, number), open, most, -1),
                ParquetOptions.DEFAULT.withSizes(2_000, 1 << 20, 20_000, 1 << 20));
        table.writeTo(writer, 4096);
        assertThat(open.get()).isPositive();
        writer.abort();
        assertThat(open.get()).isZero();
        writer.close();
        assertThat(writer.files()).isEmpty();
    }

    @Test
    void withoutRowsThereIsNoFile() throws IOException {
        assertThat(write(rows(new Random(1), 0, 1, 1), ParquetOptions.DEFAULT)).isEmpty();
    }

    private static RandomTable rows(Random random, int count, int regions, int months) {
        List<@Nullable Object> region = new ArrayList<>();
        List<@Nullable Object> month = new ArrayList<>();
        List<@Nullable Object> values = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            int which = random.nextInt(regions + 2);
            region.add(which == 0 ? null : which == 1 ? "" : "r" + which);
            month.add(months > 1 && random.nextInt(50) == 0 ? null : (Object) (1 + random.nextInt(months)));
            values.add(i);
        }
        return new RandomTable(COLUMNS, List.of(region, values, month), count);
    }

    private Path path(String name, int number) throws IOException {
        Path file = folder.resolve(name).resolve("part-" + number + ".parquet");
        Files.createDirectories(file.getParent());
        Files.deleteIfExists(file);
        return file;
    }

    private List<WrittenFile> write(RandomTable table, ParquetOptions options) throws IOException {
        return write(table, options, (name, number) -> new LocalOutputFile(path(name, number)));
    }

    private static List<WrittenFile> write(RandomTable table, ParquetOptions options, OutputFiles files)
            throws IOException {
        PartitionedParquetWriter writer = new PartitionedParquetWriter(COLUMNS, List.of(2, 0), files, options);
        try (writer) {
            table.writeTo(writer, 4096);
        }
        return writer.files();
    }

    private Map<String, List<Object>> read(List<WrittenFile> files) throws IOException {
        Map<String, List<Object>> rows = new TreeMap<>();
        List<WrittenFile> inOrder = files.stream()
                .sorted(java.util.Comparator.comparing(WrittenFile::number))
                .toList();
        for (WrittenFile file : inOrder) {
            Path path = folder.resolve(file.folder()).resolve("part-" + file.number() + ".parquet");
            assertThat(Files.size(path)).isEqualTo(file.bytes());
            ParquetRows.read(path)
                    .forEach(row -> rows.computeIfAbsent(file.folder(), ignored -> new ArrayList<>())
                            .add(row.get(0)));
        }
        return rows;
    }

    private Map<String, byte[]> bytes(List<WrittenFile> files) throws IOException {
        Map<String, byte[]> contents = new TreeMap<>();
        for (WrittenFile file : files) {
            Path path = folder.resolve(file.folder()).resolve("part-" + file.number() + ".parquet");
            contents.put(file.folder() + "#" + file.number(), Files.readAllBytes(path));
        }
        return contents;
    }

    /** A local file that counts its open streams, and that is full after so many bytes, if not negative. */
    private static OutputFile counted(Path path, AtomicInteger open, AtomicInteger most, int failAfter) {
        OutputFile local = new LocalOutputFile(path);
        return new OutputFile() {
            @Override
            public PositionOutputStream create(long blockSize) throws IOException {
                PositionOutputStream stream = local.create(blockSize);
                most.accumulateAndGet(open.incrementAndGet(), Math::max);
                return new CountedStream(stream, open, failAfter);
            }

            @Override
            public PositionOutputStream createOrOverwrite(long blockSize) throws IOException {
                return create(blockSize);
            }

            @Override
            public boolean supportsBlockSize() {
                return false;
            }

            @Override
            public long defaultBlockSize() {
                return 0;
            }
        };
    }

    private static final class CountedStream extends PositionOutputStream {
        private final PositionOutputStream stream;
        private final AtomicInteger open;
        private final int failAfter;
        private boolean closed;

        CountedStream(PositionOutputStream stream, AtomicInteger open, int failAfter) {
            this.stream = stream;
            this.open = open;
            this.failAfter = failAfter;
        }

        @Override
        public long getPos() throws IOException {
            return stream.getPos();
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            if (failAfter >= 0 && stream.getPos() + length > failAfter) {
                throw new IOException("disk full");
            }
            stream.write(bytes, from, length);
        }

        @Override
        public void close() throws IOException {
            if (!closed) {
                closed = true;
                open.decrementAndGet();
                stream.close();
            }
        }
    }
}
