package io.millrace.etl.lane.parse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.type.HiveType;
import io.millrace.etl.lane.vector.BooleanVector;
import io.millrace.etl.lane.vector.BytesVector;
import io.millrace.etl.lane.vector.DoubleVector;
import io.millrace.etl.lane.vector.FloatVector;
import io.millrace.etl.lane.vector.IntVector;
import io.millrace.etl.lane.vector.LongVector;
import io.millrace.etl.lane.vector.Vector;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.util.DateTimeUtils;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestCellParser {
    private static final String NO_VALUE = "no value";
    private static final int RANDOM_TEXTS = 300_000;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "int|1|1",
                "int|+1|1",
                "int| 1 |1",
                "int|\t-0042|-42",
                "int|2147483647|2147483647",
                "int|-2147483648|-2147483648",
                "int|2147483648|no value",
                "int|1e3|no value",
                "int|1.0|no value",
                "int|+|no value",
                "int|1 2|no value",
                "int|\\N|null",
                "int|   |null",
                "tinyint|127|127",
                "tinyint|-129|no value",
                "smallint|32768|no value",
                "bigint|9223372036854775807|9223372036854775807",
                "bigint|-9223372036854775808|-9223372036854775808",
                "bigint|9223372036854775808|no value",
                "bigint|-9223372036854775809|no value",
                "bigint|99999999999999999999|no value",
                "bigint|0000000000000000000000000000012|12",
                "double|1.5|1.5",
                "double|1.5d|1.5",
                "double|.5|0.5",
                "double|5.|5.0",
                "double|-0|-0.0",
                "double|1e400|Infinity",
                "double|NaN|NaN",
                "double|-Inf|-Infinity",
                "double|Infinity|Infinity",
                "double|0x1p3|8.0",
                "double|1e|no value",
                "double|1e+5|100000.0",
                "double|1.2.3|no value",
                "double|.|no value",
                "double|abc|no value",
                "float|0.1|0.1",
                "float|16777217|1.6777216E7",
                "boolean|TRUE|true",
                "boolean| false|false",
                "boolean|t|no value",
                "boolean|1|no value",
                "decimal(5,2)|123.45|12345",
                "decimal(5,2)|123.455|12346",
                "decimal(5,2)|-123.455|-12346",
                "decimal(5,2)|999.995|no value",
                "decimal(5,2)|1e2|10000",
                "decimal(5,2)|1000|no value",
                "decimal(5,2)|.5|50",
                "decimal(5,2)|5.|500",
                "decimal(5,2)|1,0.5|1050",
                "decimal(5,2)|0.00000000000000000000000001|0",
                "decimal(5,2)|1e-999999999|0",
                "decimal(5,2)|1e999999999|no value",
                "decimal(5,2)|-|no value",
                "decimal(18,18)|0.000000000000000001|1",
                "decimal(18,18)|1|no value",
                "decimal(18,0)|999999999999999999|999999999999999999",
                "decimal(38,0)|99999999999999999999999999999999999999|99999999999999999999999999999999999999",
                "decimal(20,2)|-1.005|-101",
                "string| a |[ a ]",
                "varchar(2)|abc|[abc]",
                "char(5)|abc|[abc]",
                "string|\\N|[\\N]",
                "date|2020-1-2|2020-01-02",
                "date|2020|2020-01-01",
                "date|2020-02-30|no value",
                "date|1900-02-29|no value",
                "date|2000-02-29|2000-02-29",
                "date|0001-01-01|0001-01-01",
                "date|-0001-12-31|-0001-12-31",
                "date|2020-01-02T10:00|2020-01-02",
                "date|02.01.2020|no value",
                "timestamp|2020-01-02 03:04:05|2020-01-02T03:04:05",
                "timestamp|2020-01-02T03:04:05Z|2020-01-02T03:04:05",
                "timestamp|2020-01-02T03:04:05.5+00:00|2020-01-02T03:04:05.500",
                "timestamp|2020-01-02T03:04:05+02:00|no value",
                "timestamp|2020-01-02 03:04:05.123456789|2020-01-02T03:04:05.123456",
                "timestamp|1969-12-31 23:59:59.999999|1969-12-31T23:59:59.999999",
                "timestamp|2020-01-02|2020-01-02T00:00",
                "timestamp|2020-1-2 3:4|2020-01-02T03:04",
                "timestamp|2020-01-02 24:00:00|no value",
                "timestamp|12:00:00|no value",
                "timestamp|294247-01-10 04:00:54.775807|+294247-01-10T04:00:54.775807",
                "timestamp|294247-01-10 04:00:54.775808|no value",
            })
    void readsByTheRulesOfTheType(String type, String text, String expected) {
        assertThat(value(HiveType.parse(type), text)).isEqualTo(expected);
    }

    @Test
    void readsDoublesAndFloatsToTheLastBit() {
        Random random = new Random(11);
        CellParser doubles = CellParser.of(HiveType.parse("double"));
        CellParser floats = CellParser.of(HiveType.parse("float"));
        DoubleVector doubleVector = new DoubleVector(1);
        FloatVector floatVector = new FloatVector(1);
        for (int i = 0; i < RANDOM_TEXTS; i++) {
            byte[] text = number(random).getBytes(UTF_8);
            String string = new String(text, UTF_8);
            assertThat(doubles.parse(text, 0, text.length, doubleVector, 0)).isTrue();
            assertThat(Double.doubleToRawLongBits(doubleVector.values()[0]))
                    .as(string)
                    .isEqualTo(Double.doubleToRawLongBits(Double.parseDouble(string)));
            assertThat(floats.parse(text, 0, text.length, floatVector, 0)).isTrue();
            assertThat(Float.floatToRawIntBits(floatVector.values()[0]))
                    .as(string)
                    .isEqualTo(Float.floatToRawIntBits(Float.parseFloat(string)));
        }
    }

    @Test
    void readsDecimalsExactly() {
        Random random = new Random(12);
        for (String type :
                new String[] {"decimal(5,2)", "decimal(18,6)", "decimal(18,0)", "decimal(9,9)", "decimal(38,10)"}) {
            HiveType.Decimal decimal = (HiveType.Decimal) HiveType.parse(type);
            for (int i = 0; i < RANDOM_TEXTS / 10; i++) {
                String text = number(random);
                BigDecimal expected = new BigDecimal(text).setScale(decimal.scale(), RoundingMode.HALF_UP);
                boolean fits = expected.precision() <= decimal.precision();
                assertThat(value(decimal, text))
                        .as("%s as %s", text, type)
                        .isEqualTo(fits ? expected.unscaledValue().toString() : NO_VALUE);
            }
        }
    }

    @Test
    void readsDatesAndTimestampsAsSparkDoes() {
        Random random = new Random(13);
        CellParser dates = CellParser.of(HiveType.parse("date"));
        CellParser timestamps = CellParser.of(HiveType.parse("timestamp"));
        IntVector days = new IntVector(1);
        LongVector micros = new LongVector(1);
        int valid = 0;
        for (int i = 0; i < RANDOM_TEXTS; i++) {
            String string = mutated(time(random), random);
            byte[] text = string.getBytes(UTF_8);
            scala.Option<?> sparkDate = DateTimeUtils.stringToDate(UTF8String.fromString(string));
            boolean date = dates.parse(text, 0, text.length, days, 0);
            // An empty text, and one of spaces, is null here and no date there.
            if (!string.isBlank()) {
                assertThat(date).as("date '%s'", string).isEqualTo(sparkDate.isDefined());
            }
            if (sparkDate.isDefined()) {
                assertThat(days.values()[0]).as(string).isEqualTo(sparkDate.get());
                valid++;
            }
            boolean zoned = string.strip().endsWith("Z") || string.contains("00:00");
            scala.Option<?> spark =
                    DateTimeUtils.stringToTimestampWithoutTimeZone(UTF8String.fromString(string), zoned);
            boolean timestamp = timestamps.parse(text, 0, text.length, micros, 0);
            if (!string.isBlank() && !zoned) {
                assertThat(timestamp).as("timestamp '%s'", string).isEqualTo(spark.isDefined());
            }
            if (timestamp && spark.isDefined()) {
                assertThat(micros.values()[0]).as(string).isEqualTo(spark.get());
                valid++;
            }
        }
        assertThat(valid).isGreaterThan(RANDOM_TEXTS / 4);
    }

    @Test
    void knowsEveryDay() {
        for (LocalDate day = LocalDate.of(-801, 1, 1); day.getYear() < 2500; day = day.plusDays(1)) {
            assertThat(Days.toEpoch(day.getYear(), day.getMonthValue(), day.getDayOfMonth()))
                    .isEqualTo(day.toEpochDay());
        }
    }

    @Test
    void repairsWhatIsNoUtf8() {
        byte[][] texts = {
            {'a', (byte) 0xff, 'b'},
            {(byte) 0xc3},
            {(byte) 0xc0, (byte) 0x80},
            {(byte) 0xe2, (byte) 0x82, 'x', 'x', 'x', 'x', 'x', 'x', 'x'},
            {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
            {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
            "Grüße, 漢字 and 😀".getBytes(UTF_8),
        };
        BytesVector vector = new BytesVector(1);
        for (byte[] text : texts) {
            CellParser.of(HiveType.parse("string")).parse(text, 0, text.length, vector, 0);
            assertThat(bytes(vector)).isEqualTo(new String(text, UTF_8).getBytes(UTF_8));
            CellParser.of(HiveType.parse("binary")).parse(text, 0, text.length, vector, 0);
            assertThat(bytes(vector)).isEqualTo(text);
        }
    }

    @Test
    void repairsRandomBytesAsJavaDoes() {
        Random random = new Random(14);
        BytesVector vector = new BytesVector(1);
        CellParser parser = CellParser.of(HiveType.parse("string"));
        for (int i = 0; i < RANDOM_TEXTS; i++) {
            byte[] text = new byte[random.nextInt(1, 7)];
            random.nextBytes(text);
            vector.clear();
            parser.parse(text, 0, text.length, vector, 0);
            assertThat(bytes(vector)).isEqualTo(new String(text, UTF_8).getBytes(UTF_8));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "boolean",
                "tinyint",
                "bigint",
                "float",
                "double",
                "decimal(7,3)",
                "decimal(30,3)",
                "date",
                "timestamp",
                "string"
            })
    void survivesAnyBytes(String type) {
        Random random = new Random(15);
        CellParser parser = CellParser.of(HiveType.parse(type));
        Vector vector = Vector.of(HiveType.parse(type), 1);
        byte[] alphabet = "0123456789+-.,eEdfNaInty:TZ \\x".getBytes(UTF_8);
        for (int i = 0; i < RANDOM_TEXTS / 10; i++) {
            byte[] text = new byte[random.nextInt(30)];
            for (int j = 0; j < text.length; j++) {
                text[j] = random.nextInt(20) == 0 ? (byte) random.nextInt() : alphabet[random.nextInt(alphabet.length)];
            }
            vector.clear();
            if (!parser.parse(text, 0, text.length, vector, 0)) {
                assertThat(parser.reason(text, 0, text.length)).endsWith("' is no " + type);
            }
        }
    }

    private static String number(Random random) {
        StringBuilder text = new StringBuilder(Stream.of("", "-", "+").toList().get(random.nextInt(3)));
        int whole = random.nextInt(20);
        for (int i = 0; i < whole; i++) {
            text.append(random.nextInt(10));
        }
        int fraction = random.nextInt(whole == 0 ? 1 : 0, 20);
        if (fraction > 0 || random.nextInt(10) == 0) {
            text.append('.');
        }
        for (int i = 0; i < fraction; i++) {
            text.append(random.nextInt(10));
        }
        if (random.nextInt(4) == 0) {
            text.append(random.nextBoolean() ? 'e' : 'E').append(random.nextInt(-40, 40));
        }
        return text.toString();
    }

    private static String time(Random random) {
        String text = LocalDateTime.ofEpochSecond(
                        random.nextLong(-70_000_000_000L, 300_000_000_000L), 0, ZoneOffset.UTC)
                .toString();
        String[] ends = {"", ".1", ".123456", ".1234567", ".", "Z", "+00:00", "-00:00", "+02:00", " ", "T"};
        String[] shorter = {text, text.replace('T', ' '), text.substring(0, text.indexOf('T')), text.substring(0, 7)};
        return shorter[random.nextInt(shorter.length)].replace("-0", random.nextBoolean() ? "-" : "-0")
                + ends[random.nextInt(ends.length)];
    }

    private static String mutated(String text, Random random) {
        if (random.nextInt(3) > 0) {
            return text;
        }
        char[] alphabet = "0123456789-+:. TZ".toCharArray();
        StringBuilder result = new StringBuilder(text);
        int at = random.nextInt(result.length());
        switch (random.nextInt(3)) {
            case 0 -> result.deleteCharAt(at);
            case 1 -> result.insert(at, alphabet[random.nextInt(alphabet.length)]);
            default -> result.setCharAt(at, alphabet[random.nextInt(alphabet.length)]);
        }
        return result.toString();
    }

    private static byte[] bytes(BytesVector vector) {
        int start = vector.starts()[0];
        return Arrays.copyOfRange(vector.data(), start, start + vector.lengths()[0]);
    }

    private static String value(HiveType type, String text) {
        Vector vector = Vector.of(type, 1);
        // Bytes around the cell must not matter.
        byte[] bytes = ("1" + text + "2").getBytes(UTF_8);
        if (!CellParser.of(type).parse(bytes, 1, bytes.length - 1, vector, 0)) {
            return NO_VALUE;
        }
        if (vector.isNull(0)) {
            return "null";
        }
        if (vector instanceof BooleanVector booleans) {
            return String.valueOf(booleans.values()[0]);
        }
        if (vector instanceof DoubleVector doubles) {
            return String.valueOf(doubles.values()[0]);
        }
        if (vector instanceof FloatVector floats) {
            return String.valueOf(floats.values()[0]);
        }
        if (vector instanceof IntVector ints) {
            int value = ints.values()[0];
            return type == HiveType.Primitive.DATE ? LocalDate.ofEpochDay(value).toString() : String.valueOf(value);
        }
        if (vector instanceof LongVector longs) {
            long value = longs.values()[0];
            return type == HiveType.Primitive.TIMESTAMP
                    ? LocalDateTime.ofEpochSecond(
                                    Math.floorDiv(value, 1_000_000L),
                                    (int) Math.floorMod(value, 1_000_000L) * 1000,
                                    ZoneOffset.UTC)
                            .toString()
                    : String.valueOf(value);
        }
        byte[] found = bytes((BytesVector) vector);
        return type instanceof HiveType.Decimal
                ? new BigInteger(found).toString()
                : "[" + new String(found, UTF_8) + "]";
    }
}
