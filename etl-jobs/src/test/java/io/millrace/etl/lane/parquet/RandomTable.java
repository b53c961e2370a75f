package io.millrace.etl.lane.parquet;

import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.etl.lane.LaneColumn;
import io.millrace.etl.lane.vector.BooleanVector;
import io.millrace.etl.lane.vector.BytesVector;
import io.millrace.etl.lane.vector.DoubleVector;
import io.millrace.etl.lane.vector.FloatVector;
import io.millrace.etl.lane.vector.IntVector;
import io.millrace.etl.lane.vector.LongVector;
import io.millrace.etl.lane.vector.Vector;
import io.millrace.etl.lane.vector.VectorBatch;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Columns of every type with values of many shapes: few or many distinct, runs, nulls alone and in blocks. Values as Java objects, column by column. */
record RandomTable(List<LaneColumn> columns, List<List<@Nullable Object>> values, int rows) {
    private static final long MICROS_A_SECOND = 1_000_000;
    private static final List<HiveType> TYPES = List.of(
            Primitive.BOOLEAN,
            Primitive.TINYINT,
            Primitive.SMALLINT,
            Primitive.INT,
            Primitive.BIGINT,
            Primitive.FLOAT,
            Primitive.DOUBLE,
            Primitive.STRING,
            Primitive.BINARY,
            Primitive.DATE,
            Primitive.TIMESTAMP,
            new HiveType.BoundedText(HiveType.BoundedText.Kind.VARCHAR, 40));

    static RandomTable of(RandomGenerator random, int rows) {
        List<LaneColumn> columns = new ArrayList<>();
        List<List<@Nullable Object>> values = new ArrayList<>();
        int count = random.nextInt(1, 9);
        for (int i = 0; i < count; i++) {
            add(random, rows, columns, values, type(random));
        }
        return new RandomTable(columns, values, rows);
    }

    /** One column of each type, and decimals of every precision. */
    static RandomTable ofAllTypes(RandomGenerator random, int rows) {
        List<LaneColumn> columns = new ArrayList<>();
        List<List<@Nullable Object>> values = new ArrayList<>();
        TYPES.forEach(type -> add(random, rows, columns, values, type));
        for (int precision = 1; precision <= HiveType.Decimal.MAX_PRECISION; precision++) {
            add(random, rows, columns, values, new HiveType.Decimal(precision, random.nextInt(precision + 1)));
        }
        return new RandomTable(columns, values, rows);
    }

    private static void add(
            RandomGenerator random,
            int rows,
            List<LaneColumn> columns,
            List<List<@Nullable Object>> values,
            HiveType type) {
        columns.add(new LaneColumn("c" + columns.size(), type));
        values.add(column(random, rows, type));
    }

    private static HiveType type(RandomGenerator random) {
        int which = random.nextInt(TYPES.size() + 3);
        if (which < TYPES.size()) {
            return TYPES.get(which);
        }
        int precision = random.nextInt(1, HiveType.Decimal.MAX_PRECISION + 1);
        return new HiveType.Decimal(precision, random.nextInt(precision + 1));
    }

    private static List<@Nullable Object> column(RandomGenerator random, int rows, HiveType type) {
        int distinct = new int[] {1, 3, 40, 300, 5_000, Integer.MAX_VALUE}[random.nextInt(6)];
        double nullShare = new double[] {0, 0, 0.01, 0.5, 0.99, 1}[random.nextInt(6)];
        int longestRun = new int[] {1, 1, 20, 700}[random.nextInt(4)];
        List<@Nullable Object> pool = new ArrayList<>();
        for (int i = 0; i < Math.min(distinct, rows); i++) {
            pool.add(value(random, type));
        }
        List<@Nullable Object> column = new ArrayList<>();
        while (column.size() < rows) {
            Object value = random.nextDouble() < nullShare ? null : pool.get(random.nextInt(pool.size()));
            for (int run = random.nextInt(1, longestRun + 1); run > 0 && column.size() < rows; run--) {
                column.add(value);
            }
        }
        return column;
    }

    private static Object value(RandomGenerator random, HiveType type) {
        if (type instanceof HiveType.Decimal decimal) {
            BigInteger bound = BigInteger.TEN.pow(random.nextInt(decimal.precision()) + 1);
            BigInteger digits = new BigInteger(130, new java.util.Random(random.nextLong())).mod(bound);
            return new BigDecimal(random.nextBoolean() ? digits : digits.negate(), decimal.scale());
        }
        if (!(type instanceof Primitive primitive)) {
            return text(random);
        }
        return switch (primitive) {
            case BOOLEAN -> random.nextBoolean();
            case TINYINT -> random.nextInt(-128, 128);
            case SMALLINT -> random.nextInt(-32_768, 32_768);
            case INT -> random.nextBoolean() ? random.nextInt() : random.nextInt(1000);
            case BIGINT -> random.nextBoolean() ? random.nextLong() : random.nextLong(100);
            case FLOAT -> (float) number(random);
            case DOUBLE -> number(random);
            case STRING -> text(random);
            case BINARY -> bytes(random);
            // before year 1, too; DuckDB and Spark both go there
            case DATE -> LocalDate.ofEpochDay(random.nextLong(-800_000, 2_900_000));
            case TIMESTAMP ->
                LocalDateTime.ofInstant(
                        Instant.EPOCH.plus(
                                random.nextLong(-70_000_000_000L, 250_000_000_000L) * MICROS_A_SECOND
                                        + (random.nextBoolean() ? 0 : random.nextLong(MICROS_A_SECOND)),
                                ChronoUnit.MICROS),
                        ZoneOffset.UTC);
        };
    }

    private static double number(RandomGenerator random) {
        return switch (random.nextInt(20)) {
            case 0 -> 0.0;
            case 1 -> -0.0;
            case 2 -> random.nextInt(4) == 0 ? Double.NaN : 1;
            case 3 -> Double.NEGATIVE_INFINITY;
            default -> Math.round(random.nextDouble(-1000, 100_000)) / 100.0;
        };
    }

    private static String text(RandomGenerator random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(20) == 0 ? random.nextInt(2000) : random.nextInt(12);
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(
                    random.nextInt(8) == 0
                            ? new int[] {0xE4, 0x20AC, 0x1F600, 0x1, 0x7F}[random.nextInt(5)]
                            : random.nextInt('a', 'e'));
        }
        return text.toString();
    }

    private static byte[] bytes(RandomGenerator random) {
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Gives the rows to the sink, in batches of this many. */
    void writeTo(io.millrace.etl.lane.BatchSink sink, int batchRows) throws java.io.IOException {
        VectorBatch batch = VectorBatch.of(columns, batchRows);
        for (int from = 0; from < rows; from += batchRows) {
            batch.clear();
            int count = Math.min(batchRows, rows - from);
            for (int column = 0; column < columns.size(); column++) {
                Vector vector = batch.vector(column);
                for (int row = 0; row < count; row++) {
                    set(vector, row, values.get(column).get(from + row));
                }
            }
            batch.setRows(count);
            sink.write(batch);
        }
    }

    private static void set(Vector vector, int row, @Nullable Object value) {
        if (value == null) {
            vector.setNull(row);
        } else if (vector instanceof BooleanVector truth) {
            truth.values()[row] = (Boolean) value;
        } else if (vector instanceof IntVector ints) {
            ints.values()[row] = value instanceof LocalDate date ? (int) date.toEpochDay() : (Integer) value;
        } else if (vector instanceof LongVector longs) {
            longs.values()[row] = value instanceof LocalDateTime time
                    ? ChronoUnit.MICROS.between(LocalDateTime.of(1970, 1, 1, 0, 0), time)
                    : value instanceof BigDecimal decimal
                            ? decimal.unscaledValue().longValueExact()
                            : (Long) value;
        } else if (vector instanceof FloatVector floats) {
            floats.values()[row] = (Float) value;
        } else if (vector instanceof DoubleVector doubles) {
            doubles.values()[row] = (Double) value;
        } else if (vector instanceof BytesVector bytes) {
            byte[] raw = value instanceof byte[] array
                    ? array
                    : value instanceof BigDecimal decimal
                            ? decimal.unscaledValue().toByteArray()
                            : value.toString().getBytes(StandardCharsets.UTF_8);
            bytes.set(row, raw, 0, raw.length);
        }
    }
}
