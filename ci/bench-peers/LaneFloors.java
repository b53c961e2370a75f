import io.millrace.catalog.type.HiveType;
import io.millrace.etl.lane.LaneColumn;
import io.millrace.etl.lane.RejectedRows;
import io.millrace.etl.lane.csv.BadCells;
import io.millrace.etl.lane.csv.CsvColumns;
import io.millrace.etl.lane.csv.CsvFormat;
import io.millrace.etl.lane.csv.CsvPart;
import io.millrace.etl.lane.csv.CsvReader;
import io.millrace.etl.lane.parquet.ParquetOptions;
import io.millrace.etl.lane.parquet.PartitionedParquetWriter;
import io.millrace.etl.lane.vector.IntVector;
import io.millrace.etl.lane.vector.LongVector;
import io.millrace.etl.lane.vector.VectorBatch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.parquet.io.LocalOutputFile;

/**
 * What no run of the columnar lane can be faster than, with as many threads as processors: reading the bytes, parsing them, writing vectors
 * that are ready; compiled and started by {@code ci/bench etl} with the class path of jobs. Arguments: {@code read}, {@code parse} or {@code
 * write}, the input's folder, the output's, the columns as {@link EtlPeers} takes them, how often, and how many rows there are. Prints what {@link EtlPeers} prints.
 */
public final class LaneFloors {
    private static final int READY_BATCHES = 24;
    private static final int BUFFER_BYTES = 1 << 20;

    private LaneFloors() {}

    public static void main(String[] arguments) throws Exception {
        List<Path> files;
        try (Stream<Path> listed = Files.list(Path.of(arguments[1]))) {
            files = listed.sorted().toList();
        }
        List<LaneColumn> columns = Stream.of(arguments[3].split(","))
                .map(column -> column.split(" "))
                .map(parts -> new LaneColumn(parts[0], HiveType.parse(parts[1])))
                .toList();
        long rows = Long.parseLong(arguments[5]);
        for (int run = 0; run < Integer.parseInt(arguments[4]); run++) {
            Path output = Path.of(arguments[2], Integer.toString(run));
            long start = System.nanoTime();
            inParallel(files, file -> {
                switch (arguments[0]) {
                    case "read" -> read(file);
                    case "parse" -> parse(file, columns);
                    default -> write(file, rows / files.size(), columns, output);
                }
            });
            System.out.println("RUN " + (System.nanoTime() - start) / 1e9);
        }
        System.out.println(EtlPeers.end());
    }

    private interface Work {
        void on(Path file) throws IOException;
    }

    private static void inParallel(List<Path> files, Work work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            List<Future<?>> running = new ArrayList<>();
            for (Path file : files) {
                running.add(threads.submit(() -> {
                    work.on(file);
                    return null;
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    private static void read(Path file) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            while (in.read(buffer) >= 0) {
                // The bytes are what is wanted.
            }
        }
    }

    private static CsvReader open(Path file, List<LaneColumn> columns) throws IOException {
        return CsvReader.open(
                file.toString(),
                Files.newInputStream(file),
                CsvFormat.of(',', CsvFormat.Header.PRESENT, CsvFormat.Records.LINES),
                CsvColumns.all(columns),
                CsvPart.WHOLE,
                BadCells.REJECT,
                RejectedRows.FAIL);
    }

    private static long parse(Path file, List<LaneColumn> columns) throws IOException {
        VectorBatch batch = VectorBatch.of(columns, VectorBatch.DEFAULT_CAPACITY);
        long rows = 0;
        try (CsvReader reader = open(file, columns)) {
            while (reader.read(batch)) {
                rows += batch.rows();
            }
        }
        return rows;
    }

    /** So many rows by writing its first batches again and again; the month is the partition. */
    private static void write(Path file, long rows, List<LaneColumn> columns, Path output) throws IOException {
        List<LaneColumn> withMonth = new ArrayList<>(columns);
        withMonth.add(new LaneColumn("month", HiveType.Primitive.INT));
        List<VectorBatch> ready = new ArrayList<>();
        try (CsvReader reader = open(file, columns)) {
            boolean more = true;
            while (more && ready.size() < READY_BATCHES) {
                VectorBatch batch = VectorBatch.of(withMonth, VectorBatch.DEFAULT_CAPACITY);
                VectorBatch cells = new VectorBatch(batch.vectors().subList(0, columns.size()), batch.capacity());
                more = reader.read(cells);
                batch.setRows(cells.rows());
                months(batch, columns.size());
                ready.add(batch);
            }
        }
        String prefix = file.getFileName().toString();
        try (PartitionedParquetWriter writer = new PartitionedParquetWriter(
                withMonth,
                List.of(columns.size()),
                (folder, number) -> {
                    Path target = output.resolve(folder).resolve(prefix + "-" + number + ".parquet");
                    Files.createDirectories(target.getParent());
                    return new LocalOutputFile(target);
                },
                ParquetOptions.DEFAULT)) {
            long written = 0;
            while (written < rows) {
                for (VectorBatch batch : ready) {
                    writer.write(batch);
                    written += batch.rows();
                }
            }
        }
    }

    private static void months(VectorBatch batch, int column) {
        long[] pickups = ((LongVector) batch.vector(1)).values();
        int[] months = ((IntVector) batch.vector(column)).values();
        IntStream.range(0, batch.rows())
                .forEach(row -> months[row] = Instant.ofEpochSecond(pickups[row] / 1_000_000)
                        .atZone(ZoneOffset.UTC)
                        .getMonthValue());
    }
}
