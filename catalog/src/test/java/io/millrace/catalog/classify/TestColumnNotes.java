package io.millrace.catalog.classify;

import static io.millrace.catalog.classify.TestingObject.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.classify.ColumnNote.Broken;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@code --explain} says of a column's name and type. */
class TestColumnNotes {
    private static ColumnNote note(String text, String column) throws Exception {
        FileSchema schema = new ObjectClassifier(ClassifierSettings.precise(ObjectClassifier.DEFAULT_SAMPLE_BYTES))
                .classify("x", new TestingObject(utf8(text)));
        return Objects.requireNonNull(schema.notes().get(column), column);
    }

    @Test
    void aColumnThatNothingBrokeHasItsFirstValue() throws Exception {
        assertThat(note("Id,v\n1,\n2,7\n3,8\n", "v"))
                .isEqualTo(new ColumnNote(Optional.empty(), Optional.of("7"), Optional.empty()));
        assertThat(note("Id,v\n1,\n2,7\n3,8\n", "id").originalName()).contains("Id");
    }

    @Test
    void namesTheValueThatBrokeTheNarrowerTypeAndItsRecord() throws Exception {
        ColumnNote note = note("id,v\n1,7\n2,3000000000\n3,n/a\n4,x\n", "v");
        assertThat(note.broken()).contains(new Broken("bigint", "n/a", 3));
        assertThat(note.sample()).contains("n/a");
    }

    @Test
    void aDecimalIsNoBrokenDouble() throws Exception {
        assertThat(note("id,v\n1,7.25\n2,7.50\n", "v").broken()).isEmpty();
        assertThat(note("id,v\n1,7.50\n2,7.5\n", "v").broken()).contains(new Broken("decimal(18,2)", "7.5", 2));
    }

    @Test
    void nothingIsSaidOfAColumnOfNulls() throws Exception {
        assertThat(note("id,v\n1,\n2,\n", "v")).isEqualTo(ColumnNote.NONE);
    }

    @Test
    void longValuesAreShortened() throws Exception {
        assertThat(note("id,v\n1," + "x".repeat(100) + "\n2,y\n", "v").sample()).contains("x".repeat(59) + "…");
    }

    @Test
    void jsonSaysItOfScalarsAndOfWhatIsNested() throws Exception {
        String json = "{\"a\":1,\"o\":{\"x\":1}}\n{\"a\":2.5,\"o\":{\"x\":\"s\"}}\n{\"a\":3,\"o\":[1]}\n";
        assertThat(note(json, "a").broken()).contains(new Broken("int", "2.5", 2));
        assertThat(note(json, "o").broken().orElseThrow().narrower()).isEqualTo("struct<x:string>");
        assertThat(note(json, "o").broken().orElseThrow().record()).isEqualTo(3);
        String nested = "{\"o\":{\"x\":1}}\n{\"o\":{\"x\":\"s\"}}\n";
        assertThat(note(nested, "o").broken()).contains(new Broken("int", "s", 2));
        assertThat(note(nested, "o").sample().orElseThrow()).startsWith("{\"x\":1}");
    }
}
