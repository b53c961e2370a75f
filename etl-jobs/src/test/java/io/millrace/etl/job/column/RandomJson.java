package io.millrace.etl.job.column;

import io.millrace.catalog.type.HiveType.Decimal;
import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.etl.lane.LaneColumn;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Lines of JSON by chance: mostly objects, with values that fit their columns and others. Each line makes one row. */
final class RandomJson {
    static final List<LaneColumn> COLUMNS = List.of(
            new LaneColumn("id", Primitive.BIGINT),
            new LaneColumn("small", Primitive.SMALLINT),
            new LaneColumn("flag", Primitive.BOOLEAN),
            new LaneColumn("real", Primitive.DOUBLE),
            new LaneColumn("single", Primitive.FLOAT),
            new LaneColumn("price", new Decimal(10, 3)),
            new LaneColumn("vast", new Decimal(30, 2)),
            new LaneColumn("text", Primitive.STRING),
            new LaneColumn("day", Primitive.DATE),
            new LaneColumn("moment", Primitive.TIMESTAMP));

    private static final List<String> VALUES = List.of(
            "1",
            "-1",
            "0",
            "-0",
            "32768",
            "2147483648",
            "9223372036854775807",
            "9223372036854775808",
            "1.5",
            "-2.5e3",
            "1E400",
            "0.1",
            "123456.7895",
            "1e-400",
            "true",
            "false",
            "null",
            "NaN",
            "Infinity",
            "-Infinity",
            "\"NaN\"",
            "\"-INF\"",
            "\"Infinity\"",
            "\"\"",
            "\" \"",
            "\"1.25\"",
            "\"true\"",
            "\"abc\"",
            "\"ä\\u00e9 \\n\\t\\\\ 日本 😀\"",
            "'single'",
            "\"2024-02-29\"",
            "\"2023-02-29\"",
            "\"2024-05-06 07:08:09\"",
            "\"2024-05-06T07:08:09.123456789\"",
            "\"1,234.5\"",
            "\"\\ud800\"",
            "{}",
            "[]",
            "[1, {\"a\" : 2}]",
            "{\"x\" : [ 1.0 , \"y\" ] }",
            "{\"id\":7,\"text\":\"inner\"}");
    private static final List<String> BROKEN = List.of(
            "nonsense", "{", "{\"id\":1", "{\"id\" 1}", "12", "\"text\"", "{\"id\":1,}", "{id:1}", "{\"id\":01}", "}");

    private final Random random;

    RandomJson(Random random) {
        this.random = random;
    }

    byte[] lines(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(random.nextInt(25) == 0 ? BROKEN.get(random.nextInt(BROKEN.size())) : object())
                    .append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private String object() {
        StringBuilder text = new StringBuilder(random.nextBoolean() ? "{" : " { ");
        int members = random.nextInt(8);
        for (int i = 0; i < members; i++) {
            text.append(i == 0 ? "" : random.nextBoolean() ? "," : " , ").append('"');
            text.append(
                    random.nextInt(8) == 0
                            ? "Text"
                            : COLUMNS.get(random.nextInt(COLUMNS.size())).name());
            text.append("\":").append(random.nextBoolean() ? "" : " ");
            text.append(VALUES.get(random.nextInt(VALUES.size())));
        }
        return text.append(random.nextInt(20) == 0 ? "} behind" : "}").toString();
    }
}
