package io.millrace.etl.job.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.type.HiveType;
import io.millrace.etl.job.arguments.JobArguments.OnError;
import io.millrace.etl.job.arguments.UnknownColumns;
import io.millrace.etl.job.failure.JobFailureException;
import io.millrace.etl.job.source.SourceTable;
import io.millrace.etl.job.source.SourceTable.Format;
import io.millrace.etl.job.source.SourceTable.SourceColumn;
import io.millrace.etl.lane.BatchReader;
import io.millrace.etl.lane.LaneColumn;
import io.millrace.etl.lane.RejectedRows;
import io.millrace.etl.lane.task.InputPart;
import io.millrace.etl.lane.task.PartOpener;
import io.millrace.etl.lane.task.TaskProgress;
import io.millrace.etl.lane.vector.VectorBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.util.SerializableConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Text files whose names are not those of their table: columns id, name, price and the partition key year. */
class TestUnknownColumns {
    private static final List<String> NAMES = List.of("id", "name", "price");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private static SourceTable table(Format format) {
        return new SourceTable(
                "raw.t",
                format,
                NAMES.stream()
                        .map(name -> new SourceColumn(name, HiveType.parse("string")))
                        .toList(),
                List.of(new SourceColumn("year", HiveType.parse("int"))),
                List.of(),
                Map.of("field.delim", ",", "skip.header.line.count", "1"));
    }

    /** Which of the table's columns the file's one row has. */
    private List<String> filled(Format format, UnknownColumns unknown, String text) throws IOException {
        Path file = Files.writeString(folder.resolve("in." + format), text);
        SerializableConfiguration hadoop = new SerializableConfiguration(new Configuration());
        PartOpener files = format == Format.CSV
                ? new CsvFiles(table(format), OnError.FAIL, unknown, hadoop)
                : new JsonFiles(table(format), OnError.FAIL, unknown, hadoop);
        List<LaneColumn> columns = NAMES.stream()
                .map(name -> new LaneColumn(name, HiveType.parse("string")))
                .toList();
        long size = Files.size(file);
        InputPart part = new InputPart("file:" + file, List.of("2024"), 0, size, size);
        TaskProgress progress = new TaskProgress("raw.t", size, InstantSource.system());
        try (BatchReader reader = files.open(part, columns, RejectedRows.FAIL, progress)) {
            VectorBatch batch = VectorBatch.of(columns, 2);
            assertThat(reader.read(batch)).isTrue();
            return NAMES.stream()
                    .filter(name -> !batch.vector(NAMES.indexOf(name)).isNull(0))
                    .toList();
        }
    }

    @Test
    void aNewColumnInThePlaceOfAnOldOneIsNotTheOldOne() throws IOException {
        String text = "id,name,discount\n1,a,0.5\n";
        assertThat(filled(Format.CSV, UnknownColumns.IGNORE, text)).containsExactly("id", "name");
        assertThatThrownBy(() -> filled(Format.CSV, UnknownColumns.FAIL, text))
                .isInstanceOf(JobFailureException.class)
                .hasMessageContaining("in.CSV has column discount, which the table does not have");
        assertThat(filled(Format.CSV, UnknownColumns.REPORT, text))
                .as("the column may have been renamed in the catalog; the log tells of it")
                .isEqualTo(NAMES);
    }

    @Test
    void aTableWithNamesOfItsOwnIsReadByPlace() throws IOException {
        for (UnknownColumns unknown : UnknownColumns.values()) {
            assertThat(filled(Format.CSV, unknown, "a,b,c\n1,a,0.5\n")).isEqualTo(NAMES);
        }
    }

    @Test
    void aPartitionKeyThatTheFileAlsoHasIsKnown() throws IOException {
        assertThat(filled(Format.CSV, UnknownColumns.FAIL, "id,name,price,Year\n1,a,0.5,2024\n"))
                .isEqualTo(NAMES);
        assertThat(filled(Format.JSON, UnknownColumns.FAIL, "{\"id\": \"1\", \"year\": 2024, \"name\": \"a\"}\n"))
                .containsExactly("id", "name");
        assertThatThrownBy(() -> filled(Format.JSON, UnknownColumns.FAIL, "{\"id\": \"1\", \"month\": 1}\n"))
                .isInstanceOf(JobFailureException.class)
                .hasMessageContaining("has column month");
    }

    @Test
    void aNameThatACrawlerMakesDifferentlyIsKnown() throws IOException {
        assertThat(filled(Format.CSV, UnknownColumns.FAIL, " ID ,Name,price\n1,a,0.5\n"))
                .isEqualTo(NAMES);
    }
}
