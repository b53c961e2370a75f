package io.millrace.etl.job.column;

import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.HiveType.Decimal;
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
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/** Rows of all flat types by chance, as vectors; and any vector's values as Spark's objects. */
final class RandomRows {
    static final List<String> TEXTS = List.of(
            "",
            " ",
            "a",
            "Abc",
            "  padded  ",
            "ÄÖü ß",
            "日本語",
            "😀 smile",
            "1",
            "-17",
            "+3",
            "0",
            " 42 ",
            "300",
            "99999999999",
            "1.5",
            "-2.25",
            "1e3",
            "NaN",
            "Infinity",
            "-inf",
            "true",
            "F",
            "yes",
            "no",
            "2024-02-29",
            "2023-02-29",
            "1969-12-31 23:59:59.5",
            "2024-05-06T07:08:09.123456",
            "2024-1-2",
            "2024-05-06 07:08:09+02:00",
            "2024-05-06T07:08:09Z",
            "abc%def_",
            "123456789.987654321",
            "12345678901234567890",
            "1,000",
            "\\N",
            "1.0d",
            "0x10",
            "-0",
            "2024",
            "2024-05",
            "10:11:12");
    static final List<String> PATTERNS =
            List.of("%", "_", "a%", "%b%", "__%", "", "%\\%%", "Ab_", "%é", "日_語", "%1%9%");

    static final List<LaneColumn> COLUMNS = List.of(
            new LaneColumn("bool", Primitive.BOOLEAN),
            new LaneColumn("tiny", Primitive.TINYINT),
            new LaneColumn("small", Primitive.SMALLINT),
            new LaneColumn("whole", Primitive.INT),
            new LaneColumn("big", Primitive.BIGINT),
            new LaneColumn("single", Primitive.FLOAT),
            new LaneColumn("twice", Primitive.DOUBLE),
            new LaneColumn("money", new Decimal(7, 2)),
            new LaneColumn("price", new Decimal(18, 4)),
            new LaneColumn("vast", new Decimal(38, 10)),
            new LaneColumn("text", Primitive.STRING),
            new LaneColumn("other", Primitive.STRING),
            new LaneColumn("day", Primitive.DATE),
            new LaneColumn("moment", Primitive.TIMESTAMP));

    private static final double[] DOUBLES = {
        0,
        -0.0,
        1,
        -1,
        0.5,
        127.9,
        -128.9,
        2147483647.9,
        1e10,
        9.3e18,
        -9.3e18,
        1e-7,
        1e300,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        0.1,
        12345.675
    };

    private RandomRows() {}

    static VectorBatch batch(Random random, int rows) {
        VectorBatch batch = VectorBatch.of(COLUMNS, rows);
        batch.clear();
        for (int column = 0; column < COLUMNS.size(); column++) {
            for (int row = 0; row < rows; row++) {
                if (random.nextInt(6) == 0) {
                    batch.vector(column).setNull(row);
                } else {
                    set(batch.vector(column), row, COLUMNS.get(column).type(), random);
                }
            }
        }
        batch.setRows(rows);
        return batch;
    }

    private static void set(Vector vector, int row, HiveType type, Random random) {
        long number = random.nextInt(3) == 0 ? random.nextInt(7) - 3 : random.nextLong() >> random.nextInt(64);
        if (type instanceof Decimal decimal) {
            BigInteger limit = BigInteger.TEN.pow(decimal.precision());
            BigInteger value = new BigInteger(1 + random.nextInt(126), random).mod(limit);
            byte[] bytes = (random.nextBoolean() ? value : value.negate()).toByteArray();
            if (vector instanceof LongVector longs) {
                longs.values()[row] = new BigInteger(bytes).longValueExact();
            } else {
                ((BytesVector) vector).set(row, bytes, 0, bytes.length);
            }
            return;
        }
        switch ((Primitive) type) {
            case BOOLEAN -> ((BooleanVector) vector).values()[row] = random.nextBoolean();
            case TINYINT -> ((IntVector) vector).values()[row] = (byte) number;
            case SMALLINT -> ((IntVector) vector).values()[row] = (short) number;
            case INT -> ((IntVector) vector).values()[row] = (int) number;
            case BIGINT -> ((LongVector) vector).values()[row] = number;
            case FLOAT -> ((FloatVector) vector).values()[row] = (float) real(random);
            case DOUBLE -> ((DoubleVector) vector).values()[row] = real(random);
            case DATE -> ((IntVector) vector).values()[row] = random.nextInt(60_000) - 30_000;
            case TIMESTAMP -> ((LongVector) vector).values()[row] = random.nextLong() >> (10 + random.nextInt(20));
            default -> {
                byte[] text = TEXTS.get(random.nextInt(TEXTS.size())).getBytes(StandardCharsets.UTF_8);
                ((BytesVector) vector).set(row, text, 0, text.length);
            }
        }
    }

    private static double real(Random random) {
        return random.nextInt(3) == 0 ? random.nextGaussian() * 1000 : DOUBLES[random.nextInt(DOUBLES.length)];
    }

    /** The batch's rows, with the row's number in front. */
    static List<Row> rows(VectorBatch batch) {
        List<Row> rows = new ArrayList<>();
        for (int row = 0; row < batch.rows(); row++) {
            Object[] values = new Object[COLUMNS.size() + 1];
            values[0] = row;
            for (int column = 0; column < COLUMNS.size(); column++) {
                values[column + 1] =
                        value(batch.vector(column), row, COLUMNS.get(column).type());
            }
            rows.add(RowFactory.create(values));
        }
        return rows;
    }

    /** A value as Spark gives it to Java. */
    static @Nullable Object value(Vector vector, int row, HiveType type) {
        if (vector.isNull(row)) {
            return null;
        }
        if (type instanceof Decimal decimal) {
            if (vector instanceof LongVector longs) {
                return BigDecimal.valueOf(longs.values()[row], decimal.scale());
            }
            BytesVector bytes = (BytesVector) vector;
            return new BigDecimal(
                    new BigInteger(bytes.data(), bytes.starts()[row], bytes.lengths()[row]), decimal.scale());
        }
        if (!(type instanceof Primitive primitive)) {
            return text((BytesVector) vector, row);
        }
        return switch (primitive) {
            case BOOLEAN -> ((BooleanVector) vector).values()[row];
            case TINYINT -> (byte) ((IntVector) vector).values()[row];
            case SMALLINT -> (short) ((IntVector) vector).values()[row];
            case INT -> ((IntVector) vector).values()[row];
            case BIGINT -> ((LongVector) vector).values()[row];
            case FLOAT -> ((FloatVector) vector).values()[row];
            case DOUBLE -> ((DoubleVector) vector).values()[row];
            case DATE -> LocalDate.ofEpochDay(((IntVector) vector).values()[row]);
            case TIMESTAMP -> {
                long micros = ((LongVector) vector).values()[row];
                yield LocalDateTime.ofEpochSecond(
                        Math.floorDiv(micros, 1_000_000L),
                        (int) Math.floorMod(micros, 1_000_000L) * 1000,
                        ZoneOffset.UTC);
            }
            default -> text((BytesVector) vector, row);
        };
    }

    private static String text(BytesVector bytes, int row) {
        return new String(bytes.data(), bytes.starts()[row], bytes.lengths()[row], StandardCharsets.UTF_8);
    }
}
