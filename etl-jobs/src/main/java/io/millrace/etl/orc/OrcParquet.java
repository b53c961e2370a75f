package io.millrace.etl.orc;

import io.millrace.etl.orc.OrcRows.Row;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.hive.ql.exec.vector.VectorizedRowBatch;
import org.apache.orc.OrcFile;
import org.apache.orc.Reader;
import org.apache.orc.RecordReader;
import org.apache.orc.TypeDescription;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;

/** The conversion by Apache's libraries, a row at a time. */
// OrcLibrary finds it by its name.
public final class OrcParquet implements OrcConversion {
    /** As few as do not slow the reading: the writer keeps one in memory. */
    private static final long ROW_GROUP_BYTES = 16 << 20;

    private final Configuration configuration = new Configuration(false);

    @Override
    public void toParquet(Path orc, List<String> columns, Path parquet, long maxBytes) throws IOException, Refusal {
        try (FileSystem files = new RawLocalFileSystem()) {
            files.initialize(URI.create("file:///"), configuration);
            OrcFile.ReaderOptions options = OrcFile.readerOptions(configuration)
                    .filesystem(files)
                    .useUTCTimestamp(true)
                    .convertToProlepticGregorian(true);
            try (Reader reader = OrcFile.createReader(new org.apache.hadoop.fs.Path(orc.toUri()), options)) {
                OrcColumns read = OrcColumns.of(reader.getSchema(), columns);
                copy(reader, read, parquet, maxBytes);
            }
        }
    }

    private static void copy(Reader reader, OrcColumns columns, Path parquet, long maxBytes)
            throws IOException, Refusal {
        TypeDescription schema = reader.getSchema();
        boolean[] included = new boolean[schema.getMaximumId() + 1];
        included[0] = true;
        for (TypeDescription type : columns.types()) {
            Arrays.fill(included, type.getId(), type.getMaximumId() + 1, true);
        }
        try (RecordReader rows = reader.rows(reader.options().include(included));
                ParquetWriter<Row> writer = new OrcRows.Builder(new LocalOutputFile(parquet), columns)
                        .withRowGroupSize(ROW_GROUP_BYTES)
                        .withCompressionCodec(CompressionCodecName.SNAPPY)
                        .build()) {
            VectorizedRowBatch batch = schema.createRowBatch();
            while (rows.nextBatch(batch)) {
                for (int row = 0; row < batch.size; row++) {
                    writer.write(new Row(batch, row));
                }
                if (writer.getDataSize() > maxBytes) {
                    throw new Refusal("it is too large when uncompressed: the engine reads whole objects");
                }
            }
        }
    }
}
