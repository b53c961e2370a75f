package io.millrace.etl.lane.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.etl.lane.LaneColumn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.values.bloomfilter.BloomFilter;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.filter2.predicate.FilterPredicate;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.internal.column.columnindex.ColumnIndex;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestParquetStatistics {
    private static final int ROWS = 100_000;
    private static final ParquetOptions TEN_PAGES =
            ParquetOptions.DEFAULT.withSizes(128 << 20, 1 << 20, ROWS / 10, 1 << 20);

    @TempDir
    private Path folder;

    @Test
    void readersSkipPagesByTheColumnIndex() throws IOException {
        List<@Nullable Object> ascending = new ArrayList<>();
        List<@Nullable Object> texts = new ArrayList<>();
        for (long i = 0; i < ROWS; i++) {
            ascending.add(i);
            texts.add("%08d".formatted(i));
        }
        Path file = write(
                TEN_PAGES,
                List.of(new LaneColumn("n", Primitive.BIGINT), new LaneColumn("t", Primitive.STRING)),
                List.of(ascending, texts));

        assertThat(rowsRead(file, FilterApi.eq(FilterApi.longColumn("n"), 42_000L)))
                .isEqualTo(ROWS / 10);
        assertThat(rowsRead(file, FilterApi.gt(FilterApi.longColumn("n"), 79_999L)))
                .isEqualTo(2 * ROWS / 10);
        assertThat(rowsRead(file, FilterApi.lt(FilterApi.binaryColumn("t"), Binary.fromString("00010001"))))
                .isEqualTo(2 * ROWS / 10);
        assertThat(rowsRead(file, FilterApi.eq(FilterApi.longColumn("n"), -1L))).isZero();
    }

    private static long rowsRead(Path file, FilterPredicate filter) throws IOException {
        ParquetReadOptions options = HadoopReadOptions.builder(new org.apache.hadoop.conf.Configuration(false))
                .withRecordFilter(FilterCompat.get(filter))
                .build();
        long rows = 0;
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file), options)) {
            PageReadStore pages;
            while ((pages = reader.readNextFilteredRowGroup()) != null) {
                rows += pages.getRowCount();
            }
        }
        return rows;
    }

    @Test
    void countsNullsAndNamesPagesOfNullsOnly() throws IOException {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            values.add(i < ROWS / 10 ? null : i % 2 == 0 ? null : (Object) i);
        }
        Path file = write(TEN_PAGES, List.of(new LaneColumn("n", Primitive.INT)), List.of(values));
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
            ColumnChunkMetaData chunk = chunk(reader);
            assertThat(chunk.getStatistics().getNumNulls()).isEqualTo(ROWS / 10 + ROWS * 9 / 10 / 2);
            assertThat((Object) chunk.getStatistics().genericGetMin()).isEqualTo(ROWS / 10 + 1);
            assertThat((Object) chunk.getStatistics().genericGetMax()).isEqualTo(ROWS - 1);
            ColumnIndex index = reader.readColumnIndex(chunk);
            assertThat(index.getNullPages()).hasSize(10).startsWith(true).endsWith(false);
            assertThat(index.getNullCounts().subList(0, 2)).containsExactly(ROWS / 10L, ROWS / 20L);
            assertThat(reader.readOffsetIndex(chunk).getFirstRowIndex(3)).isEqualTo(3L * ROWS / 10);
        }
    }

    @Test
    void givesNoBoundsWhereNanIsAmongTheNumbers() throws IOException {
        List<@Nullable Object> numbers = new ArrayList<>(List.of(1.0, Double.NaN, -7.5));
        numbers.add(null);
        Path file = write(TEN_PAGES, List.of(new LaneColumn("d", Primitive.DOUBLE)), List.of(numbers));
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
            ColumnChunkMetaData chunk = chunk(reader);
            assertThat(chunk.getStatistics().hasNonNullValue()).isFalse();
            assertThat(chunk.getStatistics().getNumNulls()).isEqualTo(1);
            assertThat(reader.readColumnIndex(chunk)).isNull();
        }
        // Spark holds NaN for larger than any number
        assertThat(rowsRead(file, FilterApi.gt(FilterApi.doubleColumn("d"), 100.0)))
                .isEqualTo(4);
    }

    @Test
    void boundsOfZeroEncloseBothZeros() throws IOException {
        Path file = write(
                TEN_PAGES,
                List.of(new LaneColumn("d", Primitive.DOUBLE), new LaneColumn("f", Primitive.FLOAT)),
                List.of(Arrays.asList(0.0, 0.0), Arrays.asList(-0.0f, -0.0f)));
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
            for (ColumnChunkMetaData chunk :
                    reader.getFooter().getBlocks().get(0).getColumns()) {
                Statistics<?> statistics = chunk.getStatistics();
                assertThat(statistics.minAsString()).startsWith("-0");
                assertThat(statistics.maxAsString()).startsWith("0");
            }
        }
    }

    @Test
    void ordersTextsByUnsignedBytes() throws IOException {
        Path file = write(
                TEN_PAGES,
                List.of(new LaneColumn("t", Primitive.STRING)),
                List.of(Arrays.asList(
                        "\u00e4", "a", "a\0", "", "zzzzzzzzzz1", "\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4b", null)));
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
            Statistics<?> statistics = chunk(reader).getStatistics();
            assertThat(((Binary) statistics.genericGetMin()).toStringUsingUTF8())
                    .isEmpty();
            assertThat(((Binary) statistics.genericGetMax()).toStringUsingUTF8())
                    .isEqualTo("\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4\u00e4b");
        }
    }

    @Test
    void bloomFiltersKnowEveryValueAndFewOthers() throws IOException {
        List<@Nullable Object> few = new ArrayList<>();
        List<@Nullable Object> many = new ArrayList<>();
        List<@Nullable Object> numbers = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            few.add("key-" + i % 50);
            many.add("key-" + i);
            numbers.add(i * 7L);
        }
        // the dictionary of the second overflows in the middle of the chunk
        Path file = write(
                TEN_PAGES.withBloomFilters(Set.of("few", "many", "numbers")),
                List.of(
                        new LaneColumn("few", Primitive.STRING),
                        new LaneColumn("many", Primitive.STRING),
                        new LaneColumn("numbers", Primitive.BIGINT)),
                List.of(few, many, numbers));
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
            List<ColumnChunkMetaData> chunks =
                    reader.getFooter().getBlocks().get(0).getColumns();
            BloomFilter ofFew = reader.readBloomFilter(chunks.get(0));
            BloomFilter ofMany = reader.readBloomFilter(chunks.get(1));
            BloomFilter ofNumbers = reader.readBloomFilter(chunks.get(2));
            int wrong = 0;
            for (int i = 0; i < ROWS; i++) {
                assertThat(ofMany.findHash(ofMany.hash(Binary.fromString("key-" + i))))
                        .isTrue();
                assertThat(ofNumbers.findHash(ofNumbers.hash(i * 7L))).isTrue();
                assertThat(ofFew.findHash(ofFew.hash(Binary.fromString("key-" + i % 50))))
                        .isTrue();
                wrong += ofMany.findHash(ofMany.hash(Binary.fromString("other-" + i))) ? 1 : 0;
                wrong += ofNumbers.findHash(ofNumbers.hash(i * 7L + 1)) ? 1 : 0;
            }
            assertThat(wrong).isLessThan(2 * ROWS / 50);
            assertThat(ofFew.getBitsetSize()).isLessThan(1024);
        }
    }

    private static ColumnChunkMetaData chunk(ParquetFileReader reader) {
        return reader.getFooter().getBlocks().get(0).getColumns().get(0);
    }

    private Path write(ParquetOptions options, List<LaneColumn> columns, List<List<@Nullable Object>> values)
            throws IOException {
        Path file = folder.resolve("file.parquet");
        RandomTable table = new RandomTable(columns, values, values.get(0).size());
        try (PartitionedParquetWriter writer = new PartitionedParquetWriter(
                columns, List.of(), (partition, number) -> new LocalOutputFile(file), options)) {
            table.writeTo(writer, 4096);
        }
        return file;
    }
}
