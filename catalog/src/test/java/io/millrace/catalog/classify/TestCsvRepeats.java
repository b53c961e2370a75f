package io.millrace.catalog.classify;

import static io.millrace.catalog.classify.TestingObject.utf8;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.classify.PlainCsv.KnownHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A classifier that knows a file's header finds what one that does not would find. */
class TestCsvRepeats {
    private static final long SEED = 20261122;
    private static final String[] USUAL = {
        "1",
        "42",
        "0",
        "7.5",
        "37.67",
        "37.60",
        "0.5",
        "214748364",
        "214748365",
        "999999999",
        "2024-05-16",
        "2024-05-16 22:00:00",
        "trip 11",
        "abc",
        ""
    };
    private static final String[] UNUSUAL = {
        "-5",
        "-0.50",
        "007",
        "00",
        "0.1234567890123",
        "1234567890",
        "123456789.123456",
        "99999999999999999999",
        "1e9",
        "5.",
        ".5",
        "1.2.3",
        "12-3",
        "2024-5-16",
        "2024-02-29",
        "2023-02-29",
        "2024-13-01",
        "0000-01-01",
        "2024-05-16T22:00:00",
        "2024-05-16T22:00:00Z",
        "2024-05-16 24:00:00",
        "2024-05-16 22:00:00.123",
        "2024-05-16 22:00",
        "true",
        "FALSE",
        "NaN",
        "-Infinity",
        "\\N",
        "N/A",
        " ",
        " 1",
        "1 ",
        "a;b",
        "a|b",
        "{",
        "\t",
        "\"a\"",
        "é",
        "\u007f"
    };
    private static final String[] HEADERS = {
        "id,pickup,fare,note\n",
        "id,pickup,fare\n",
        "Id,Fare Amount,x,y\n",
        "a;b;c\n",
        "a|b\n",
        ",b,c\n",
        "id,id,Größe\n"
    };

    private static FileSchema fresh(byte[] content, Inference inference) throws Exception {
        return new ObjectClassifier(new ClassifierSettings(1 << 16, inference, List.of()))
                .classify("x.csv", new TestingObject(content));
    }

    private static Optional<FileSchema> found(ObjectClassifier classifier, byte[] content) throws Exception {
        try {
            return Optional.of(classifier.classify("x.csv", new TestingObject(content)));
        } catch (UnreadableObjectException e) {
            return Optional.empty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void findsWhatAClassifierWithoutMemoryFinds(Inference inference) throws Exception {
        ClassifierSettings settings = new ClassifierSettings(1 << 14, inference, List.of());
        ObjectClassifier remembering = new ObjectClassifier(settings);
        Random random = new Random(SEED);
        for (int round = 0; round < 6_000; round++) {
            byte[] content = utf8(text(random, round % 50 == 0 ? 2_000 : 1 + random.nextInt(40)));
            assertThat(found(remembering, content))
                    .as("seed %d round %d: %s", SEED, round, new String(content, UTF_8))
                    .isEqualTo(found(new ObjectClassifier(settings), content));
        }
    }

    /** Of so long a sample parts are enough if they agree, also for who knows the header. */
    @Test
    void findsInPartsWhatAClassifierWithoutMemoryFindsInParts() throws Exception {
        ClassifierSettings settings = ClassifierSettings.precise(1 << 20);
        ObjectClassifier remembering = new ObjectClassifier(settings);
        Random random = new Random(SEED);
        Set<Integer> enough = new TreeSet<>();
        for (int round = 0; round < 24; round++) {
            byte[] content = utf8(longText(random));
            FileSchema schema = new ObjectClassifier(settings).classify("x.csv", new TestingObject(content));
            assertThat(found(remembering, content))
                    .as("seed %d round %d: %s", SEED, round, new String(content, 0, 200, UTF_8))
                    .contains(schema);
            Head head = Head.read("x.csv", new TestingObject(content), settings);
            CsvRepeats repeats = new CsvRepeats();
            repeats.learn(head, schema);
            repeats.classify(head).ifPresent(repeated -> {
                assertThat(repeated).isEqualTo(schema);
                enough.add(bytesThatWereEnough(head, schema));
            });
        }
        assertThat(enough)
                .as("parts of the first 128 KB and more with the last 16, or all")
                .anyMatch(bytes -> bytes < 150 << 10)
                .anyMatch(bytes -> bytes > 200 << 10 && bytes < 512 << 10)
                .contains(1 << 20);
    }

    private static int bytesThatWereEnough(Head head, FileSchema schema) {
        List<Integer> tried = new ArrayList<>();
        KnownHeader header = PlainCsv.headerOf(head.sample(), schema).orElseThrow();
        try {
            CsvClassifier.classify(head, true, part -> {
                tried.add(part.sample().bytes().length);
                return PlainCsv.find(header, part.sample());
            });
        } catch (UnreadableObjectException e) {
            throw new AssertionError(e);
        }
        return tried.get(tried.size() - 1);
    }

    /** 1.5 MB and more; from some row on the columns may hold another kind of values. */
    private static String longText(Random random) {
        int[] kinds = random.ints(4, 0, USUAL.length).toArray();
        int[] later =
                random.nextInt(3) == 0 ? kinds : random.ints(4, 0, USUAL.length).toArray();
        // Twice as often near the beginning, where the first part ends.
        int change = random.nextInt(random.nextBoolean() ? 300_000 : 1_500_000);
        StringBuilder text = new StringBuilder(HEADERS[0]);
        for (int row = 0; text.length() < 3 << 19; row++) {
            int[] now = text.length() < change ? kinds : later;
            text.append(row);
            for (int column = 1; column < now.length; column++) {
                text.append(',').append(USUAL[now[column]]);
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static String text(Random random, int rows) {
        String header = HEADERS[random.nextInt(10) < 7 ? 0 : random.nextInt(HEADERS.length)];
        int columns =
                1 + (int) header.chars().filter(c -> ",;|".indexOf(c) >= 0).count();
        String delimiter = header.contains(";") ? ";" : header.contains("|") ? "|" : ",";
        // Columns of mostly one kind of value, as in files; some files with anything in them.
        int[] kinds = random.ints(columns, 0, USUAL.length).toArray();
        int oddity = random.nextInt(4);
        StringBuilder text = new StringBuilder(header);
        for (int row = 0; row < rows; row++) {
            int cells = oddity == 0 && random.nextInt(60) == 0 ? random.nextInt(6) : columns;
            for (int column = 0; column < cells; column++) {
                text.append(column == 0 ? "" : delimiter)
                        .append(cell(random, kinds[Math.min(column, columns - 1)], oddity));
            }
            text.append(row < rows - 1 || random.nextBoolean() ? "\n" : "");
        }
        return text.toString();
    }

    private static String cell(Random random, int kind, int oddity) {
        int odd = random.nextInt(200);
        if (oddity <= 1 && odd < 2) {
            return UNUSUAL[random.nextInt(UNUSUAL.length)];
        }
        return odd < 20 ? USUAL[random.nextInt(USUAL.length)] : USUAL[kind];
    }

    @Test
    void eachCellSaysTheSameByItsBytes() {
        PlainCells plain = new PlainCells(new SafeIntegers(214_748_364));
        PreciseCells precise = new PreciseCells(new SafeIntegers(214_748_364));
        Random random = new Random(SEED);
        String alphabet = "0123456789--..:: Te+NtfI\\a";
        for (int round = 0; round < 200_000; round++) {
            String cell = round < USUAL.length
                    ? USUAL[round]
                    : random.nextBoolean()
                            ? mutated(USUAL[random.nextInt(USUAL.length)], alphabet, random)
                            : mutated(UNUSUAL[random.nextInt(25)], alphabet, random);
            byte[] bytes = utf8("x" + cell + ",");
            assertThat(plain.of(bytes, 1, bytes.length - 1)).as(cell).isEqualTo(precise.of(cell));
        }
    }

    private static String mutated(String cell, String alphabet, Random random) {
        StringBuilder text = new StringBuilder(cell);
        for (int change = random.nextInt(3); change > 0 && text.length() > 0; change--) {
            int at = random.nextInt(text.length());
            char c = alphabet.charAt(random.nextInt(alphabet.length()));
            if (random.nextBoolean()) {
                text.setCharAt(at, c);
            } else {
                text.insert(at, c);
            }
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 17})
    void plainTextIsPrintableAsciiInLines(int length) {
        byte[] text = new byte[length];
        for (int at = 0; at < length; at++) {
            for (int value = Byte.MIN_VALUE; value <= Byte.MAX_VALUE; value++) {
                java.util.Arrays.fill(text, (byte) 'a');
                text[at] = (byte) value;
                assertThat(PlainText.is(text))
                        .as("%d at %d of %d", value, at, length)
                        .isEqualTo(value == '\n' || (value >= ' ' && value < 0x7f && value != '"'));
            }
        }
        assertThat(PlainText.is(utf8("a".repeat(length)))).isTrue();
    }

    @Test
    void aFileOfTheSameHeaderIsFoundByItsBytes() throws Exception {
        StringBuilder rows = new StringBuilder("id,pickup,fare\n");
        IntStream.range(0, 60)
                .forEach(i -> rows.append(i)
                        .append(",2024-01-01 10:00:00,")
                        .append(i * 0.5)
                        .append('\n'));
        byte[] content = utf8(rows.toString());
        FileSchema schema = fresh(content, Inference.PRECISE);
        CsvRepeats repeats = new CsvRepeats();
        ClassifierSettings settings = ClassifierSettings.precise(1 << 20);
        Head head = Head.read("x.csv", new TestingObject(content), settings);
        assertThat(repeats.classify(head)).isEmpty();
        repeats.learn(head, schema);
        assertThat(repeats.classify(head)).contains(schema);
        assertThat(repeats.classify(Head.read("y.csv", new TestingObject(utf8("id,pickup,fare\na,b,c\n")), settings)))
                .as("nothing but text may have no header")
                .isEmpty();
    }
}
