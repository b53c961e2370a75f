package io.millrace.etl.job.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.layout.TableExclusions;
import io.millrace.etl.job.failure.JobFailureException;
import io.millrace.etl.job.source.SourceTable.Files;
import io.millrace.etl.job.source.SourceTable.Folder;
import io.millrace.etl.job.source.SourceTable.Format;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestSourceFiles {
    @TempDir
    Path data;

    private final SourceFiles files = new SourceFiles(new Configuration());

    private Folder folder(String name) {
        return new Folder("file:" + data.resolve(name) + "/", List.of(name), Files.DEPRECATED);
    }

    private void write(String file) throws IOException {
        java.nio.file.Files.createDirectories(data.resolve(file).getParent());
        java.nio.file.Files.writeString(data.resolve(file), "x");
    }

    private static SourceTable table(Map<String, String> parameters, Folder... folders) {
        return new SourceTable("db.t", Format.CSV, List.of(), List.of(), List.of(folders), parameters);
    }

    @Test
    void leavesOutWhatTheTablesCrawlerExcluded() throws IOException {
        write("a/1.csv");
        write("a/1.bak");
        write("a/_tmp");
        write("b/2.bak");
        Map<String, String> excluding =
                Map.of(TableExclusions.PARAMETER, TableExclusions.format("file:" + data + "/", List.of("**.bak")));
        SourceTable table = table(excluding, folder("a"), folder("b"));
        List<Folder> folders = files.foldersWithData(table);
        assertThat(folders).containsExactly(folder("a"));
        assertThat(files.paths(table, folders)).containsExactly("file:" + data.resolve("a/1.csv"));
    }

    @Test
    void readsWholeFoldersWhereNothingIsExcluded() throws IOException {
        write("a/1.csv");
        SourceTable table = table(Map.of(), folder("a"));
        assertThat(files.paths(table, files.foldersWithData(table))).containsExactly("file:" + data.resolve("a"));
    }

    @Test
    void aLocationMayBeAFile() throws IOException {
        write("a/1.csv");
        write("a/1.csv.old");
        SourceTable table = table(Map.of(), folder("a/1.csv"));
        assertThat(files.objects(table))
                .extracting(object -> object.object().uri())
                .containsExactly("file:" + data.resolve("a/1.csv"));
        assertThat(files.paths(table, files.foldersWithData(table))).containsExactly("file:" + data.resolve("a/1.csv"));
    }

    @Test
    void readsNoFileTwiceWhereOneFolderLiesInAnother() throws IOException {
        write("a/1.csv");
        write("a/b/2.csv");
        SourceTable table = table(Map.of(), folder("a"), folder("a/b"));
        assertThat(files.paths(table, files.foldersWithData(table)))
                .containsExactlyInAnyOrder("file:" + data.resolve("a/1.csv"), "file:" + data.resolve("a/b/2.csv"));
        SourceTable beside = table(Map.of(), folder("a"), folder("ab"));
        write("ab/3.csv");
        assertThat(files.paths(beside, files.foldersWithData(beside)))
                .containsExactly("file:" + data.resolve("a"), "file:" + data.resolve("ab"));
    }

    @Test
    void refusesExclusionsThatItCannotRead() {
        assertThatThrownBy(() -> table(Map.of(TableExclusions.PARAMETER, "*.bak"), folder("a"))
                        .exclusions())
                .isInstanceOf(JobFailureException.class)
                .hasMessageStartingWith("Cannot read table db.t: The table parameter exclusions");
    }
}
