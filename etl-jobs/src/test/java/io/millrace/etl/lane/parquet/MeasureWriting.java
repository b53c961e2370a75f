package io.millrace.etl.lane.parquet;

import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.etl.lane.BatchSink;
import io.millrace.etl.lane.LaneColumn;
import io.millrace.etl.lane.vector.BytesVector;
import io.millrace.etl.lane.vector.DoubleVector;
import io.millrace.etl.lane.vector.IntVector;
import io.millrace.etl.lane.vector.LongVector;
import io.millrace.etl.lane.vector.Vector;
import io.millrace.etl.lane.vector.VectorBatch;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.crypto.FileEncryptionProperties;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * Measures the writing of vectors that are ready, without a disk: CPU time a value and allocated bytes a value, ours and parquet-java's column
 * writers. Arguments: {@code rows rounds}. Run by hand (docs/decisions/0156 has the results).
 */
final class MeasureWriting {
    private static final List<LaneColumn> TRIP = List.of(
            column("vendorid", Primitive.INT),
            column("pickup", Primitive.TIMESTAMP),
            column("dropoff", Primitive.TIMESTAMP),
            column("passenger_count", Primitive.INT),
            column("trip_distance", Primitive.DOUBLE),
            column("ratecodeid", Primitive.INT),
            column("flag", Primitive.STRING),
            column("pulocationid", Primitive.INT),
            column("dolocationid", Primitive.INT),
            column("payment_type", Primitive.INT),
            column("fare_amount", Primitive.DOUBLE),
            column("extra", Primitive.DOUBLE),
            column("mta_tax", Primitive.DOUBLE),
            column("tip_amount", Primitive.DOUBLE),
            column("tolls_amount", Primitive.DOUBLE),
            column("improvement_surcharge", Primitive.DOUBLE),
            column("total_amount", Primitive.DOUBLE),
            column("congestion_surcharge", Primitive.DOUBLE),
            column("airport_fee", Primitive.DOUBLE),
            column("month", Primitive.INT));
    private static final int MONTH = 19;
    private static final long FIRST_SECOND = 1_672_531_200L;
    private static final long YEAR_SECONDS = 365L * 86_400;
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private MeasureWriting() {}

    private static LaneColumn column(String name, HiveType type) {
        return new LaneColumn(name, type);
    }

    public static void main(String[] arguments) throws IOException {
        int rows = Integer.parseInt(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        for (int months : new int[] {1, 12}) {
            List<VectorBatch> batches = trips(rows, months);
            for (int round = 0; round < rounds; round++) {
                AtomicLong bytes = new AtomicLong();
                String about = months + " month(s), all columns";
                measure("ours         " + about, rows, TRIP.size() - 1, bytes, () -> {
                    try (PartitionedParquetWriter writer = new PartitionedParquetWriter(
                            TRIP, List.of(MONTH), (folder, number) -> new Nowhere(bytes), ParquetOptions.DEFAULT)) {
                        writeAll(writer, batches);
                    }
                });
                if (months == 1) {
                    AtomicLong theirBytes = new AtomicLong();
                    measure(
                            "ColumnWriter " + about,
                            rows,
                            TRIP.size() - 1,
                            theirBytes,
                            () -> theirs(batches, theirBytes));
                }
            }
            if (months == 1) {
                eachColumn(batches, rows, rounds);
            }
        }
    }

    private static void eachColumn(List<VectorBatch> batches, int rows, int rounds) throws IOException {
        for (int column = 0; column < MONTH; column++) {
            int which = column;
            for (int round = 0; round < rounds; round++) {
                AtomicLong bytes = new AtomicLong();
                measure("ours         " + TRIP.get(column).name(), rows, 1, bytes, () -> {
                    try (PartitionedParquetWriter writer = new PartitionedParquetWriter(
                            List.of(TRIP.get(which)),
                            List.of(),
                            (folder, number) -> new Nowhere(bytes),
                            ParquetOptions.DEFAULT)) {
                        for (VectorBatch batch : batches) {
                            VectorBatch one = new VectorBatch(List.of(batch.vector(which)), batch.capacity());
                            one.setRows(batch.rows());
                            writer.write(one);
                        }
                    }
                });
            }
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void measure(String what, long rows, int columns, AtomicLong bytes, Work work) throws IOException {
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        long from = THREADS.getCurrentThreadCpuTime();
        work.run();
        long nanos = THREADS.getCurrentThreadCpuTime() - from;
        double values = (double) rows * columns;
        System.out.printf(
                Locale.ROOT,
                "%-45s %7.1f ms  %6.2f ns/value  %5.2f B/value in the file  %5.2f B/value allocated%n",
                what,
                nanos / 1e6,
                nanos / values,
                bytes.get() / values,
                (THREADS.getCurrentThreadAllocatedBytes() - allocated) / values);
    }

    private static void writeAll(BatchSink sink, List<VectorBatch> batches) throws IOException {
        for (VectorBatch batch : batches) {
            sink.write(batch);
        }
    }

    /** Trips as TripGenerator of the prototypes makes them. */
    private static List<VectorBatch> trips(int rows, int months) {
        SplittableRandom random = new SplittableRandom(42);
        List<VectorBatch> batches = new ArrayList<>();
        double[] zones = new double[265];
        double sum = 0;
        for (int i = 0; i < zones.length; i++) {
            sum += 1.0 / Math.pow(1 + i * 97 % 265, 0.9);
            zones[i] = sum;
        }
        for (int from = 0; from < rows; from += VectorBatch.DEFAULT_CAPACITY) {
            VectorBatch batch = VectorBatch.of(TRIP, VectorBatch.DEFAULT_CAPACITY);
            int count = Math.min(VectorBatch.DEFAULT_CAPACITY, rows - from);
            for (int row = 0; row < count; row++) {
                trip(random, batch, row, (double) (from + row) / rows, months, zones);
            }
            batch.setRows(count);
            batches.add(batch);
        }
        return batches;
    }

    private static int zone(SplittableRandom random, double[] zones) {
        int found = java.util.Arrays.binarySearch(zones, random.nextDouble() * zones[zones.length - 1]);
        return Math.min(found < 0 ? -found - 1 : found, zones.length - 1) + 1;
    }

    private static void trip(
            SplittableRandom random, VectorBatch batch, int row, double position, int months, double[] zones) {
        boolean missing = random.nextDouble() < 0.03;
        double distance = Math.min(60, -Math.log(1 - random.nextDouble()) * 2.2 + 0.2);
        int seconds = (int) (120 + distance * 200 * (0.6 + random.nextDouble()));
        long pickup = FIRST_SECOND + (long) (position * YEAR_SECONDS / 12) + random.nextInt(3600);
        boolean far = distance > 15 && random.nextDouble() < 0.6;
        long fare = far ? 5200 : Math.round((250 + distance * 250 + seconds / 60.0 * 30) / 50) * 50;
        int payment = random.nextDouble() < 0.72 ? 1 : 2;
        long tip = payment == 1 ? Math.round(fare * (random.nextDouble() < 0.5 ? 0.2 : random.nextDouble() * 0.3)) : 0;
        long toll = far ? 655 : 0;
        long congestion = random.nextDouble() < 0.92 ? 250 : 0;
        long airport = random.nextDouble() < 0.07 ? 125 : 0;
        long[] cents = {
            Math.round(distance * 100),
            fare,
            50L * random.nextInt(3),
            50,
            tip,
            toll,
            30,
            fare + 80 + tip + toll + congestion + airport,
            congestion,
            airport
        };
        set(batch, 0, row, random.nextDouble() < 0.3 ? 1 : 2, false);
        set(batch, 1, row, pickup * 1_000_000, false);
        set(batch, 2, row, (pickup + seconds) * 1_000_000, false);
        set(batch, 3, row, random.nextDouble() < 0.72 ? 1 : random.nextInt(7), missing);
        set(batch, 4, row, cents[0], false);
        set(batch, 5, row, far ? 2 : 1, missing);
        set(batch, 6, row, random.nextDouble() < 0.99 ? 'N' : 'Y', missing);
        set(batch, 7, row, zone(random, zones), false);
        set(batch, 8, row, zone(random, zones), false);
        set(batch, 9, row, payment, false);
        for (int i = 1; i < cents.length; i++) {
            set(batch, 9 + i, row, cents[i], missing && i > 7);
        }
        set(batch, MONTH, row, 1 + random.nextInt(months), false);
    }

    private static void set(VectorBatch batch, int column, int row, long value, boolean isNull) {
        Vector vector = batch.vector(column);
        if (isNull) {
            vector.setNull(row);
        } else if (vector instanceof IntVector ints) {
            ints.values()[row] = (int) value;
        } else if (vector instanceof LongVector longs) {
            longs.values()[row] = value;
        } else if (vector instanceof DoubleVector doubles) {
            doubles.values()[row] = value / 100.0;
        } else if (vector instanceof BytesVector bytes) {
            byte[] text = Character.toString((char) value).getBytes(StandardCharsets.UTF_8);
            bytes.set(row, text, 0, text.length);
        }
    }

    /** The prototype's way: parquet-java's column writers, value by value. */
    private static void theirs(List<VectorBatch> batches, AtomicLong bytes) throws IOException {
        MessageType schema = ParquetTypes.schema(TRIP.subList(0, MONTH));
        ParquetProperties properties = ParquetProperties.builder()
                .withMinRowCountForPageSizeCheck(VectorBatch.DEFAULT_CAPACITY * 2)
                .withMaxRowCountForPageSizeCheck(VectorBatch.DEFAULT_CAPACITY * 2)
                .withPageWriteChecksumEnabled(false)
                .build();
        CodecFactory codecs = new CodecFactory(new Configuration(false), 1 << 20);
        ParquetFileWriter writer = new ParquetFileWriter(
                new Nowhere(bytes),
                schema,
                ParquetFileWriter.Mode.CREATE,
                128L << 20,
                0,
                (@Nullable FileEncryptionProperties) null,
                properties);
        writer.start();
        ColumnChunkPageWriteStore pages = new ColumnChunkPageWriteStore(
                ((CompressionCodecFactory) codecs).getCompressor(ParquetOptions.DEFAULT.codec()),
                schema,
                properties.getAllocator(),
                properties.getColumnIndexTruncateLength(),
                false);
        ColumnWriteStore store = properties.newColumnWriteStore(schema, pages, pages);
        long rows = 0;
        for (VectorBatch batch : batches) {
            for (int column = 0; column < MONTH; column++) {
                write(store.getColumnWriter(schema.getColumns().get(column)), batch.vector(column), batch.rows());
            }
            for (int row = 0; row < batch.rows(); row++) {
                store.endRecord();
            }
            rows += batch.rows();
        }
        writer.startBlock(rows);
        store.flush();
        pages.flushToFileWriter(writer);
        writer.endBlock();
        writer.end(new HashMap<>(Map.of()));
    }

    private static void write(ColumnWriter writer, Vector vector, int rows) {
        for (int row = 0; row < rows; row++) {
            if (vector.isNull(row)) {
                writer.writeNull(0, 0);
            } else if (vector instanceof IntVector ints) {
                writer.write(ints.values()[row], 0, 1);
            } else if (vector instanceof LongVector longs) {
                writer.write(longs.values()[row], 0, 1);
            } else if (vector instanceof DoubleVector doubles) {
                writer.write(doubles.values()[row], 0, 1);
            } else if (vector instanceof BytesVector bytes) {
                writer.write(Binary.fromReusedByteArray(bytes.data(), bytes.starts()[row], bytes.lengths()[row]), 0, 1);
            }
        }
    }

    /** A file that only counts. */
    private record Nowhere(AtomicLong bytes) implements OutputFile {
        @Override
        public PositionOutputStream create(long blockSizeHint) {
            return new PositionOutputStream() {
                private long position;

                @Override
                public long getPos() {
                    return position;
                }

                @Override
                public void write(int b) {
                    position++;
                }

                @Override
                public void write(byte[] b, int off, int len) {
                    position += len;
                }

                @Override
                public void close() {
                    bytes.addAndGet(position);
                    position = 0;
                }
            };
        }

        @Override
        public PositionOutputStream createOrOverwrite(long blockSizeHint) {
            return create(blockSizeHint);
        }

        @Override
        public boolean supportsBlockSize() {
            return false;
        }

        @Override
        public long defaultBlockSize() {
            return 0;
        }
    }
}
