package io.millrace.catalog.classify;

import static io.millrace.catalog.classify.TestingObject.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.classify.CsvDialect.Library;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Of a long CSV no more is parsed than settles its types; what that must not overlook. */
class TestLongSamples {
    private static final int ROWS = 200_000;

    private static FileSchema classify(IntFunction<String> row) throws Exception {
        StringBuilder text = new StringBuilder("id,v,note\n");
        for (int i = 0; i < ROWS; i++) {
            text.append(row.apply(i)).append('\n');
        }
        return new ObjectClassifier(ClassifierSettings.precise(ObjectClassifier.DEFAULT_SAMPLE_BYTES))
                .classify("x.csv", new TestingObject(utf8(text.toString())));
    }

    private static Map<String, String> types(FileSchema schema) {
        return schema.columns().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        column -> column.getValue().toHiveType().toString()));
    }

    @Test
    void countsAboutAsManyRecordsAsThereAre() throws Exception {
        FileSchema schema = classify(i -> (100_000 + i) + ",1.5,text of some length");
        assertThat(types(schema)).isEqualTo(Map.of("id", "int", "v", "double", "note", "string"));
        assertThat((double) schema.records()).isBetween(ROWS * 0.99, ROWS * 1.01);
    }

    @Test
    void aColumnWithoutValuesAtTheBeginningIsSoughtOnInTheSample() throws Exception {
        assertThat(types(classify(i -> i + "," + (i < 20_000 ? "" : "7") + ",x")))
                .containsEntry("v", "int");
    }

    @Test
    void numbersThatGrowAreAsWideAsAtTheSamplesEnd() throws Exception {
        // A hundred thousand records are in the sample: ten times the last of them is beyond an int.
        assertThat(types(classify(i -> 1_000L * i * (i > 30_000 ? 30 : 1) + ",1,x")))
                .containsEntry("id", "bigint");
    }

    @Test
    void aLateValueOfAnotherTypeIsSeenAtTheSamplesEnd() throws Exception {
        assertThat(types(classify(i -> i + "," + (i < 50_000 ? "7" : "n/a") + ",x")))
                .containsEntry("v", "string");
    }

    @Test
    void aLateQuoteDecidesTheLibrary() throws Exception {
        FileSchema schema = classify(i -> i + ",7," + (i == 40_000 ? "\"a,b\"" : "x"));
        assertThat(schema.dialect().orElseThrow().library()).isEqualTo(Library.OPEN_CSV);
    }

    @Test
    void aLateCharacterDecidesTheEncoding() throws Exception {
        FileSchema schema = classify(i -> i + ",7," + (i == 40_000 ? "Zürich" : "x"));
        assertThat(schema.dialect().orElseThrow().encoding()).isEqualTo(TextEncoding.UTF_8);
    }
}
