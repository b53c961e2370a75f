package io.millrace.catalog.classify;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.classify.CustomClassifier.Csv;
import io.millrace.catalog.type.HiveType;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nothing but a schema or a refusal comes of any text, and every type can be read back from the catalog. */
class TestRandomText {
    private static final long SEED = 20261122;
    private static final int ROUNDS = 3_000;
    private static final String[] PIECES = {
        ",",
        ",",
        ",",
        "|",
        "\t",
        ";",
        "\u0001",
        "\n",
        "\n",
        "\n",
        "\r\n",
        "\r",
        "\"",
        "\"\"",
        "\\\"",
        "\\",
        "'",
        "a",
        "Año",
        " ",
        "1",
        "-5",
        "007",
        "1.50",
        "1e9",
        "NaN",
        "99999999999999999999",
        "2020-01-01",
        "2020-01-01T10:00:00Z",
        "true",
        "\\N",
        "{",
        "}",
        "[",
        "]",
        ":",
        "{\"a\":1}",
        "\"k\":",
        "{\"a:b\":{\"2020\":1}}",
        "null",
        "\ufeff",
        "é"
    };
    private static final List<Charset> ENCODINGS =
            List.of(StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1, StandardCharsets.UTF_16LE);

    private static final List<CustomClassifier> CUSTOM = List.of(
            new CustomClassifier.Json("path", "$.a[*]"),
            new Csv(
                    "quote",
                    Optional.empty(),
                    Optional.of(','),
                    Csv.HeaderMode.UNKNOWN,
                    List.of(),
                    Csv.Whitespace.KEPT,
                    Csv.Columns.TWO_OR_MORE,
                    Optional.empty(),
                    List.of()),
            new Csv(
                    "single",
                    Optional.of(':'),
                    Optional.of('\''),
                    Csv.HeaderMode.PRESENT,
                    List.of("x", "y", "z"),
                    Csv.Whitespace.TRIMMED,
                    Csv.Columns.ONE_OR_MORE,
                    Optional.of("OpenCSVSerDe"),
                    List.of()));

    @ParameterizedTest
    @EnumSource
    void isASchemaOrRefused(Inference inference) throws Exception {
        Random random = new Random(SEED);
        int schemas = 0;
        for (int round = 0; round < ROUNDS; round++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "id,v\n1,2\n" : "");
            for (int i = random.nextInt(60); i >= 0; i--) {
                text.append(PIECES[random.nextInt(PIECES.length)]);
            }
            byte[] content = text.toString().getBytes(ENCODINGS.get(random.nextInt(ENCODINGS.size())));
            ClassifierSettings settings = new ClassifierSettings(
                    random.nextInt(4) == 0 ? 1 + random.nextInt(40) : 1000,
                    inference,
                    random.nextBoolean() ? List.of() : CUSTOM);
            schemas += isSchema(settings, content, "seed %d, round %d: %s".formatted(SEED, round, text)) ? 1 : 0;
        }
        assertThat(schemas).isGreaterThan(ROUNDS / 10);
    }

    private static boolean isSchema(ClassifierSettings settings, byte[] content, String what) throws Exception {
        try {
            FileSchema schema = new ObjectClassifier(settings).classify("x", new TestingObject(content));
            assertThat(schema.records()).as(what).isNotNegative();
            assertThat(schema.recordBytes()).as(what).isPositive();
            schema.columns().forEach((name, type) -> {
                assertThat(name).as(what).isNotEmpty();
                if (settings.inference() == Inference.PRECISE) {
                    HiveType hiveType = type.toHiveType();
                    assertThat(HiveType.parse(hiveType.toString())).as(what).isEqualTo(hiveType);
                    assertThat(name).as(what).matches("[a-z_][a-z0-9_]*");
                }
            });
            return true;
        } catch (UnreadableObjectException refused) {
            assertThat(refused).as(what).hasMessageMatching("(?s)(the|no|record|more) .*");
            return false;
        }
    }
}
