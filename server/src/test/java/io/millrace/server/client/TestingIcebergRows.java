package io.millrace.server.client;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.avro.Avro;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.avro.DataWriter;
import org.apache.iceberg.data.avro.PlannedDataReader;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.FileAppender;

/** Writes and reads the rows of an Iceberg table with a {@code long id} and a {@code string zone}, as an engine does. */
public final class TestingIcebergRows {
    private TestingIcebergRows() {}

    /** Appends rows with ids from {@code first} in a file of their own, Avro as no other format works without Hadoop. */
    public static void append(Table table, int first, int count) throws IOException {
        String location = table.locationProvider().newDataLocation("rows-" + first + ".avro");
        FileAppender<Record> rows = Avro.write(table.io().newOutputFile(location))
                .schema(table.schema())
                .createWriterFunc(DataWriter::create)
                .build();
        try (rows) {
            GenericRecord template = GenericRecord.create(table.schema());
            for (int id = first; id < first + count; id++) {
                rows.add(template.copy(Map.of("id", (long) id, "zone", "zone-" + id % 7)));
            }
        }
        DataFile file = DataFiles.builder(table.spec())
                .withPath(location)
                .withFormat(FileFormat.AVRO)
                .withFileSizeInBytes(rows.length())
                .withMetrics(rows.metrics())
                .build();
        table.newAppend().appendFile(file).commit();
    }

    /** Id and zone of every row, in order of the ids. */
    public static List<String> read(Table table) throws IOException {
        List<Record> rows = new ArrayList<>();
        try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
            for (FileScanTask task : tasks) {
                CloseableIterable<Record> file = Avro.read(
                                table.io().newInputFile(task.file().location()))
                        .project(table.schema())
                        .createResolvingReader(PlannedDataReader::create)
                        .build();
                try (file) {
                    file.forEach(rows::add);
                }
            }
        }
        return rows.stream()
                .sorted(Comparator.comparing(row -> (Long) row.get(0)))
                .map(row -> row.get(0) + " " + row.get(1))
                .toList();
    }

    /** The locations of the data files. */
    public static Set<String> files(Table table) throws IOException {
        try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
            return StreamSupport.stream(tasks.spliterator(), false)
                    .map(task -> task.file().location())
                    .collect(Collectors.toSet());
        }
    }

    /** The current snapshot and those that it builds on. */
    public static List<Long> ancestors(Table table) {
        List<Long> ids = new ArrayList<>();
        Snapshot snapshot = table.currentSnapshot();
        while (snapshot != null) {
            ids.add(snapshot.snapshotId());
            snapshot = snapshot.parentId() == null ? null : table.snapshot(snapshot.parentId());
        }
        return ids;
    }
}
