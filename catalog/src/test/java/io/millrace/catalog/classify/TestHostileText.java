package io.millrace.catalog.classify;

import static io.millrace.catalog.classify.TestingObject.gzip;
import static io.millrace.catalog.classify.TestingObject.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Text that costs much more than it says: refused with a sentence, in bounded time and memory. */
class TestHostileText {
    private static final int SAMPLE = ObjectClassifier.DEFAULT_SAMPLE_BYTES;
    private static final Duration BOUND = Duration.ofSeconds(20);

    private static FileSchema classify(ObjectBytes object, Inference inference) {
        return Assertions.assertTimeout(
                BOUND,
                () -> new ObjectClassifier(new ClassifierSettings(SAMPLE, inference, List.of())).classify("x", object));
    }

    private static FileSchema classify(String text) {
        return classify(new TestingObject(utf8(text)), Inference.PRECISE);
    }

    /** A gigabyte of one byte, which is in no memory. */
    private record Endless(byte content) implements ObjectBytes {
        @Override
        public long size() {
            return 1L << 30;
        }

        @Override
        public byte[] read(long offset, int length) {
            byte[] bytes = new byte[length];
            Arrays.fill(bytes, content);
            return bytes;
        }
    }

    @Test
    void aGigabyteOnOneLine() {
        assertThatThrownBy(() -> classify(new Endless((byte) 'x'), Inference.PRECISE))
                .hasMessageContaining("no line ends within the first 1048576 bytes of the text, too long for a row");
        assertThatThrownBy(() -> classify(new Endless((byte) ','), Inference.PRECISE))
                .hasMessageContaining("no line ends");
        assertThatThrownBy(() -> classify(new Endless((byte) '{'), Inference.PRECISE))
                .hasMessageContaining("record 1 of the JSON file is malformed");
        assertThatThrownBy(() -> classify(new Endless((byte) '"'), Inference.PRECISE))
                .hasMessageContaining("no line ends");
    }

    @Test
    void aHundredThousandColumns() {
        String row = IntStream.range(0, 100_000).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
        assertThatThrownBy(() -> classify(row + "\n" + row + "\n"))
                .hasMessage("the first line has 100000 columns, but a table may have at most 10000");
    }

    @Test
    void aWideTableWithinTheBound() {
        String row = IntStream.range(0, 9_000).mapToObj(String::valueOf).collect(Collectors.joining(","));
        assertThat(classify(row + "\n" + row + "\n" + row + "\n").columns()).hasSize(9_000);
    }

    @ParameterizedTest
    @EnumSource
    void tenThousandLevelsOfJson(Inference inference) {
        for (String level : new String[] {"[", "{\"a\":"}) {
            assertThatThrownBy(() -> classify(new TestingObject(utf8("{\"a\":" + level.repeat(10_000))), inference))
                    .hasMessageContaining("record 1 of the JSON file is nested more than 100 levels deep");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aKeyOfItsOwnInEveryRecord(Inference inference) {
        String lines = IntStream.range(0, 50_000)
                .mapToObj(i -> "{\"o\":{\"k" + i + "\":1}}")
                .collect(Collectors.joining("\n"));
        FileSchema schema = classify(new TestingObject(utf8(lines)), inference);
        // A struct of so many members is longer than the API takes.
        assertThat(type(schema, "o")).isEqualTo(inference == Inference.GLUE ? "string" : "map<string,int>");
    }

    @Test
    void moreTopLevelKeysThanATableHasColumns() {
        String lines =
                IntStream.range(0, 50_000).mapToObj(i -> "{\"k" + i + "\":1}").collect(Collectors.joining("\n"));
        assertThatThrownBy(() -> classify(lines)).hasMessageContaining("more than 10000 different keys");
    }

    @Test
    void aGzipBombOfOneLine() throws Exception {
        assertThatThrownBy(() -> classify(new TestingObject(gzip(new byte[64 << 20])), Inference.PRECISE))
                .hasMessageContaining("no known format");
        byte[] commas = new byte[64 << 20];
        Arrays.fill(commas, (byte) ',');
        assertThatThrownBy(() -> classify(new TestingObject(gzip(commas)), Inference.PRECISE))
                .hasMessageContaining("no line ends");
    }

    @Test
    void aQuoteThatIsNeverClosed() {
        String rows = "1,x\n".repeat(200_000);
        assertThat(classify("id,v\n" + rows.substring(0, 400) + "2,\"y\n" + rows)
                        .columns())
                .containsOnlyKeys("id", "v");
    }

    @Test
    void oneCellOfAMegabyte() {
        assertThat(classify("id,v\n1,x\n2,y\n3," + "z".repeat(2 << 20) + "\n").columns())
                .containsOnlyKeys("id", "v");
        assertThatThrownBy(() -> classify("{\"a\":\"" + "x".repeat(11 << 20) + "\"}"))
                .hasMessage("the first JSON record is longer than 10485760 bytes");
    }

    @Test
    void numbersWithoutEnd() {
        FileSchema schema = classify("id,v\n1," + "9".repeat(100_000) + "\n2,1e" + "9".repeat(1000) + "\n");
        assertThat(type(schema, "v")).isEqualTo("string");
    }

    private static String type(FileSchema schema, String column) {
        return Objects.requireNonNull(schema.columns().get(column), column)
                .toHiveType()
                .toString();
    }
}
