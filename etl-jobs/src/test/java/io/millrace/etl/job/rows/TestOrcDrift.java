package io.millrace.etl.job.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.type.HiveType;
import io.millrace.etl.job.source.SourceTable;
import io.millrace.etl.job.source.SourceTable.Format;
import io.millrace.etl.job.source.SourceTable.SourceColumn;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.orc.TypeDescription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestOrcDrift {
    private static Optional<String> drift(TypeDescription file, String table) {
        SourceColumn column = new SourceColumn("n", HiveType.parse(table));
        return OrcDrift.of(
                new SourceTable("raw.t", Format.ORC, List.of(column), List.of(), List.of(), Map.of()),
                TypeDescription.createStruct().addField("n", file));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "varchar(5);varchar(5)",
                "char(3);char(3)",
                "string;varchar(9)",
                "varchar(5);string",
                "array<varchar(5)>;array<varchar(5)>",
                "map<varchar(2),char(1)>;map<varchar(2),char(1)>",
                "int;varchar(11)",
                "date;char(10)"
            })
    void textsOfABoundedLengthAreTexts(String file, String table) {
        assertThat(drift(TypeDescription.fromString(file), table)).isEmpty();
    }

    @Test
    void aNumberIsATimestampOnlyWithSparksMark() {
        TypeDescription number = TypeDescription.createLong();
        assertThat(drift(number, "timestamp")).contains("column n is bigint in the file and timestamp in the table");
        TypeDescription marked = TypeDescription.createLong().setAttribute("spark.sql.catalyst.type", "timestamp_ntz");
        assertThat(drift(marked, "timestamp")).isEmpty();
        assertThat(drift(TypeDescription.createList(number), "array<timestamp>"))
                .isPresent();
    }
}
