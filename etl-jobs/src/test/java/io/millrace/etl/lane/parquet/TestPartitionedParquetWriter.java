package io.millrace.etl.lane.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.etl.lane.LaneColumn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TestPartitionedParquetWriter {
    private static final List<CompressionCodecName> CODECS = List.of(
            CompressionCodecName.SNAPPY,
            CompressionCodecName.UNCOMPRESSED,
            CompressionCodecName.ZSTD,
            CompressionCodecName.GZIP);

    @TempDir
    private Path folder;

    @Test
    void readsBackWhatWasWrittenWhateverSchemaSizesAndValues() throws IOException {
        for (long seed = 0; seed < 150; seed++) {
            Random random = new Random(seed);
            RandomTable table = RandomTable.of(random, random.nextInt(1, 6_000));
            ParquetOptions options = ParquetOptions.DEFAULT
                    .withCodec(CODECS.get(random.nextInt(CODECS.size())))
                    .withSizes(
                            random.nextBoolean() ? 128 << 20 : random.nextInt(500, 25_000),
                            random.nextBoolean() ? 1 << 20 : random.nextInt(50, 5_000),
                            random.nextBoolean() ? 20_000 : random.nextInt(1, 900),
                            random.nextInt(3) == 0 ? random.nextInt(2_000) : 1 << 20);
            Path file = write(table, options, random.nextInt(1, 5_000), "seed-" + seed);
            assertSame(table, ParquetRows.read(file), "seed " + seed + " " + options);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = CompressionCodecName.class,
            names = {"SNAPPY", "ZSTD", "GZIP", "UNCOMPRESSED"})
    void writesEveryTypeWithEveryCodec(CompressionCodecName codec) throws IOException {
        RandomTable table = RandomTable.ofAllTypes(new Random(codec.name().hashCode()), 25_000);
        Path file = write(table, ParquetOptions.DEFAULT.withCodec(codec), 4096, codec.name());
        assertSame(table, ParquetRows.read(file), codec.name());
    }

    private Path write(RandomTable table, ParquetOptions options, int batchRows, String name) throws IOException {
        Path file = folder.resolve(name + ".parquet");
        PartitionedParquetWriter writer = new PartitionedParquetWriter(
                table.columns(), List.of(), (partition, number) -> new LocalOutputFile(file), options);
        try (writer) {
            table.writeTo(writer, batchRows);
        }
        assertThat(writer.files()).containsExactly(new WrittenFile("", 0, table.rows(), Files.size(file)));
        return file;
    }

    private static void assertSame(RandomTable table, List<List<@Nullable Object>> rows, String about) {
        assertThat(rows).as(about).hasSize(table.rows());
        for (int column = 0; column < table.columns().size(); column++) {
            LaneColumn definition = table.columns().get(column);
            List<@Nullable Object> read = new ArrayList<>();
            for (List<@Nullable Object> row : rows) {
                read.add(row.get(column));
            }
            assertThat(read.toArray())
                    .as("%s %s", about, definition)
                    .isEqualTo(table.values().get(column).toArray());
        }
    }
}
