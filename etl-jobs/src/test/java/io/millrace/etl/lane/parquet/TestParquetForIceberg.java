package io.millrace.etl.lane.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.etl.job.column.HiveTypes;
import io.millrace.etl.lane.LaneColumn;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.mapping.MappingUtil;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Iceberg's own reader on the lane's files, which it takes by name as it does files that were added to a table. It returns all rows of the row
 * groups that a filter leaves, so that their number says how many it skipped. Pages it does not skip, whoever wrote them.
 */
class TestParquetForIceberg {
    @TempDir
    private Path folder;

    @Test
    void readsEveryTypeWithEqualValues() throws IOException {
        for (ParquetOptions options :
                List.of(ParquetOptions.DEFAULT, ParquetOptions.DEFAULT.withSizes(700_000, 1 << 20, 1_013, 3_000))) {
            RandomTable table = RandomTable.ofAllTypes(new Random(options.pageRows()), 5_000);
            List<Record> read = read(table, write(table, options), Expressions.alwaysTrue());
            assertThat(read).hasSize(table.rows());
            for (int column = 0; column < table.columns().size(); column++) {
                List<@Nullable Object> values = new ArrayList<>();
                for (Record row : read) {
                    values.add(plain(row.get(column)));
                }
                assertThat(values.toArray())
                        .as("%s", table.columns().get(column))
                        .isEqualTo(table.values().get(column).toArray());
            }
        }
    }

    @Test
    void filtersSkipRowGroups() throws IOException {
        int rows = 200_000;
        List<@Nullable Object> ascending = new ArrayList<>();
        List<@Nullable Object> prices = new ArrayList<>();
        List<@Nullable Object> names = new ArrayList<>();
        for (long i = 0; i < rows; i++) {
            ascending.add(i);
            prices.add(new BigDecimal(i).movePointLeft(2));
            names.add("n%06d".formatted(i));
        }
        RandomTable table = new RandomTable(
                List.of(
                        new LaneColumn("n", Primitive.BIGINT),
                        new LaneColumn("price", new HiveType.Decimal(12, 2)),
                        new LaneColumn("name", Primitive.STRING)),
                List.of(ascending, prices, names),
                rows);
        Path file = write(table, ParquetOptions.DEFAULT.withSizes(400_000, 1 << 20, 1_000, 0));

        for (Expression one : List.of(
                Expressions.equal("n", 123_456L),
                Expressions.equal("price", new BigDecimal("1234.56")),
                Expressions.equal("name", "n123456"))) {
            List<Record> read = read(table, file, one);
            assertThat(read).as("%s", one).hasSizeBetween(1, rows / 3);
            assertThat(read.stream().map(row -> row.get(0))).contains(123_456L);
        }
        assertThat(read(table, file, Expressions.lessThan("n", 0L))).isEmpty();
        assertThat(read(table, file, Expressions.isNull("name"))).isEmpty();
        assertThat(read(table, file, Expressions.greaterThanOrEqual("n", 0L))).hasSize(rows);
    }

    private Path write(RandomTable table, ParquetOptions options) throws IOException {
        Path file = folder.resolve("part-%d.parquet".formatted(options.pageRows()));
        try (PartitionedParquetWriter writer = new PartitionedParquetWriter(
                table.columns(), List.of(), (name, number) -> new LocalOutputFile(file), options)) {
            table.writeTo(writer, 4096);
        }
        return file;
    }

    private static List<Record> read(RandomTable table, Path file, Expression filter) throws IOException {
        StructType columns = new StructType();
        for (LaneColumn column : table.columns()) {
            columns = columns.add(column.name(), HiveTypes.toSpark(column.type()));
        }
        Schema schema = SparkSchemaUtil.convert(columns);
        List<Record> rows = new ArrayList<>();
        try (CloseableIterable<Record> read = Parquet.read(org.apache.iceberg.Files.localInput(file.toFile()))
                .project(schema)
                .withNameMapping(MappingUtil.create(schema))
                .createReaderFunc(written -> GenericParquetReaders.buildReader(schema, written))
                .filter(filter)
                .build()) {
            read.forEach(rows::add);
        }
        return rows;
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return value instanceof ByteBuffer bytes ? array(bytes) : value;
    }

    private static byte[] array(ByteBuffer bytes) {
        byte[] array = new byte[bytes.remaining()];
        bytes.duplicate().get(array);
        return array;
    }
}
