package io.millrace.catalog.crawl;

import static io.millrace.catalog.crawl.TestingFolders.csv;
import static io.millrace.catalog.crawl.TestingFolders.json;
import static io.millrace.catalog.crawl.TestingFolders.noted;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.classify.ColumnNote;
import io.millrace.catalog.classify.ColumnNote.Broken;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestFolderSchema {
    private static String columns(FolderSchema schema) {
        return schema.schema().columns().entrySet().stream()
                .map(column -> column.getKey() + ":" + column.getValue().toHiveType())
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a:int b:string | a:double b:string | true",
                "a:int b:string | c:int d:string | false",
                "a:int b:string c:date | b:string a:int | true",
                "a:int | a:int b:int c:int | false",
                "a:struct<x:int,y:int> | a:struct<x:int,y:int,z:int,w:int,v:int> | true",
                "a:struct<x:int,y:int> | a:struct<p:int,q:int> | false",
                "a:array<struct<x:int>> | a:array<struct<y:int>> | false",
                "a:array<struct<x:int>> | a:array<struct<x:bigint,y:int>> | true",
            })
    void documentsAreAlikeIfMostColumnsAre(String a, String b, boolean alike) {
        assertThat(json(a.strip()).similarTo(json(b.strip()))).isEqualTo(alike);
        assertThat(json(b.strip()).similarTo(json(a.strip()))).isEqualTo(alike);
    }

    @Test
    void delimitedTextIsJoinedByPosition() {
        assertThat(columns(csv("a:bigint b:bigint").merge(csv("a:double x:string c:date"))))
                .isEqualTo("a:double b:string c:date");
        assertThat(csv("a:bigint b:bigint").similarTo(csv("b:bigint a:bigint"))).isFalse();
    }

    @Test
    void noPositionIsLostWhereNamesComeAgain() {
        assertThat(columns(csv("n:int c:int n_3:int").merge(csv("b:int c:int d:int n:string"))))
                .isEqualTo("n:int c:int n_3:int n_4:string");
    }

    @Test
    void documentsAreJoinedByNameAndNested() {
        assertThat(columns(
                        json("a:struct<x:int> b:array<int>").merge(json("b:array<double> a:struct<y:string> c:date"))))
                .isEqualTo("a:struct<x:int,y:string> b:array<double> c:date");
    }

    @Test
    void theNoteOfTheFileThatHasTheTypeIsKept() {
        ColumnNote broken =
                new ColumnNote(Optional.empty(), Optional.of("3.5"), Optional.of(new Broken("bigint", "3.5", 17)));
        FolderSchema whole = noted(
                csv("fare:bigint"),
                Map.of("fare", new ColumnNote(Optional.of("Fare"), Optional.of("3"), Optional.empty())));
        FolderSchema fraction = noted(csv("fare:double"), Map.of("fare", broken));
        ColumnNote expected = new ColumnNote(Optional.of("Fare"), broken.sample(), broken.broken());
        assertThat(whole.merge(fraction).schema().notes().get("fare")).isEqualTo(expected);
        assertThat(fraction.merge(whole).schema().notes().get("fare")).isEqualTo(expected);
    }

    @Test
    void whatAnotherFileHasBreaksAType() {
        FolderSchema whole = noted(
                csv("fare:bigint"),
                Map.of("fare", new ColumnNote(Optional.empty(), Optional.of("3"), Optional.empty())));
        FolderSchema text = noted(
                csv("fare:string"),
                Map.of("fare", new ColumnNote(Optional.empty(), Optional.of("free"), Optional.empty())));
        ColumnNote note =
                Objects.requireNonNull(whole.merge(text).schema().notes().get("fare"));
        assertThat(TableDifferences.reason(note)).contains("another file has 'free', which is no bigint");
    }
}
