package io.millrace.ci.livetest.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.ci.livetest.LiveTestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestSqlCheckFolder {
    @TempDir
    private Path folder;

    @Test
    void readsHeadersAndStatementsByFileName() throws IOException {
        write("b.sql", "-- expect: value >= 1\nSELECT count(*) FROM trips\n");
        write("a.sql", """

                -- Fares are what passengers pay.
                --name: No fare is ${Word}
                -- database: ${RawDatabase}
                -- expect: no rows

                SELECT * -- all
                FROM ${LakeTable};
                """);
        write("note.txt", "no check");

        List<SqlCheck> checks = read();

        assertThat(checks)
                .containsExactly(
                        new SqlCheck(
                                "No fare is bad", "raw", "SELECT * -- all\nFROM lake.trips", new Expectation.NoRows()),
                        new SqlCheck(
                                "b",
                                "lake",
                                "SELECT count(*) FROM trips",
                                new Expectation.Value(Comparison.AT_LEAST, "1")));
    }

    @Test
    void saysFileAndLineOfWhatIsMalformed() throws IOException {
        assertMalformed(
                "-- name: x\n-- expct: rows\nSELECT 1",
                2,
                "there is no setting \"expct\"; there are database, expect, name");
        assertMalformed("-- name: x\n-- expect: some\nSELECT 1", 2, "\"some\" is no expectation; there are");
        assertMalformed("-- expect: rows\n\n-- expect: rows\nSELECT 1", 3, "\"expect\" is there already, in line 1");
        assertMalformed("-- name:\nSELECT 1", 1, "the setting \"name\" has no value");
        assertMalformed("SELECT 1", 1, "the header has no \"-- expect:\"");
        assertMalformed("-- expect: rows\n", 1, "there is no statement after the header");
        assertMalformed(
                "-- expect: rows\nSELECT *\nFROM ${Raw}", 3, "there is no value for ${Raw}; there are LakeDatabase,");
        assertMalformed("", 1, "there is no statement after the header");
    }

    @Test
    void saysThatThereIsNoFolder() {
        assertThatThrownBy(() -> SqlCheckFolder.read(folder.resolve("none"), Map.of()))
                .isInstanceOf(LiveTestException.class)
                .hasMessage("There is no folder of checks " + folder.resolve("none"));
    }

    private void assertMalformed(String text, int line, String message) throws IOException {
        write("check.sql", text);
        assertThatThrownBy(this::read)
                .isInstanceOf(LiveTestException.class)
                .hasMessageStartingWith(folder.resolve("check.sql") + ":" + line + ": ")
                .hasMessageContaining(message);
    }

    private List<SqlCheck> read() {
        return SqlCheckFolder.read(
                folder, Map.of("LakeDatabase", "lake", "RawDatabase", "raw", "LakeTable", "lake.trips", "Word", "bad"));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }
}
