package io.millrace.etl.lane.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.etl.lane.BatchSink;
import io.millrace.etl.lane.RejectedRow;
import io.millrace.etl.lane.vector.BytesVector;
import io.millrace.etl.lane.vector.LongVector;
import io.millrace.etl.lane.vector.VectorBatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestRejectedRowsTable {
    private final List<String> written = new ArrayList<>();
    private int mostRows;
    private int opened;
    private int closed;

    private RejectedRowsTable table() {
        return new RejectedRowsTable(() -> {
            opened++;
            return new BatchSink() {
                @Override
                public void write(VectorBatch batch) {
                    mostRows = Math.max(mostRows, batch.rows());
                    for (int row = 0; row < batch.rows(); row++) {
                        written.add(line(batch, row));
                    }
                }

                @Override
                public void close() {
                    closed++;
                }
            };
        });
    }

    private static String line(VectorBatch batch, int row) {
        List<String> cells = new ArrayList<>();
        for (int column = 0; column < batch.vectors().size(); column++) {
            if (batch.vector(column).isNull(row)) {
                cells.add("null");
            } else if (batch.vector(column) instanceof BytesVector texts) {
                cells.add(new String(texts.data(), texts.starts()[row], texts.lengths()[row], StandardCharsets.UTF_8));
            } else {
                cells.add(Long.toString(((LongVector) batch.vector(column)).values()[row]));
            }
        }
        return String.join("|", cells);
    }

    @Test
    void keepsFileLineColumnReasonAndText() throws IOException {
        try (RejectedRowsTable table = table()) {
            table.reject(new RejectedRow("s3://raw/a.csv", 7, "x,ü", "v", "'x' is no int"));
            table.reject(new RejectedRow("s3://raw/a.csv", 8, "1", "", "1 cells, but the table has 2 columns"));
            assertThat(table.count()).isEqualTo(2);
        }

        assertThat(written)
                .containsExactly(
                        "s3://raw/a.csv|7|v|'x' is no int|x,ü",
                        "s3://raw/a.csv|8|null|1 cells, but the table has 2 columns|1");
        assertThat(opened).isEqualTo(1);
        assertThat(closed).isEqualTo(1);
    }

    @Test
    void makesNoFileOfNothing() throws IOException {
        table().close();

        assertThat(opened).isZero();
    }

    @Test
    void writesManyRowsInBatches() throws IOException {
        try (RejectedRowsTable table = table()) {
            for (int i = 0; i < 1000; i++) {
                table.reject(new RejectedRow("f", i, "t" + i, "", "r"));
            }
        }

        assertThat(written).hasSize(1000).endsWith("f|999|null|r|t999");
        assertThat(opened).isEqualTo(1);
    }

    @Test
    void longRowsAreNotGatheredInMemory() throws IOException {
        String text = "x".repeat(3 << 20);
        try (RejectedRowsTable table = table()) {
            for (int i = 0; i < 10; i++) {
                table.reject(new RejectedRow("f", i, text, "", "r"));
            }
        }

        assertThat(written).hasSize(10).allMatch(line -> line.endsWith(text));
        assertThat(mostRows).isEqualTo(3);
    }
}
