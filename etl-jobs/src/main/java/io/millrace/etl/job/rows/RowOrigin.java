package io.millrace.etl.job.rows;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.millrace.etl.job.column.Names;
import io.millrace.etl.job.storage.S3Paths;
import io.millrace.etl.lane.BadRowException;
import io.millrace.etl.lane.RejectedRow;
import io.millrace.etl.lane.task.InputPart;
import io.millrace.etl.lane.task.PartOpener;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF4;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The columns that say where a row of Spark's stands in its file, and why it does not fit if it does not, behind a source's own columns. What the
 * columnar lane keeps in {@link io.millrace.etl.lane.RowOrigins}.
 */
final class RowOrigin {
    /** The object's URI. */
    static final String FILE = "$file";
    /** The first byte of the part that the row was read from, 0 if {@link #LINE} counts from the file's begin. */
    static final String START = "$start";
    /** The object's bytes. */
    static final String SIZE = "$size";
    /** The line, or record, from 1; null where the format has none. */
    static final String LINE = "$line";
    /** The row as it stands in the file; null where it is not kept. */
    static final String TEXT = "$text";
    /** The column that does not fit; null if it is the row as a whole. */
    static final String COLUMN = "$column";
    /** Why the row does not fit; null if it does. */
    static final String REASON = "$reason";

    private static final StructType SCHEMA = new StructType()
            .add(FILE, DataTypes.StringType)
            .add(START, DataTypes.LongType)
            .add(SIZE, DataTypes.LongType)
            .add(LINE, DataTypes.LongType)
            .add(TEXT, DataTypes.StringType)
            .add(COLUMN, DataTypes.StringType)
            .add(REASON, DataTypes.StringType);

    private RowOrigin() {}

    static StructType schema() {
        return SCHEMA;
    }

    static Column column(String name) {
        return col(Names.quoted(name));
    }

    /** The file as the catalog writes it; Spark's own readers write it as a URI of Hadoop's. */
    static Column file(Optional<PartOpener> opener) {
        return opener.isPresent()
                ? column(FILE)
                : udf(new CatalogUri(), DataTypes.StringType).apply(column(FILE));
    }

    /** The line from the file's begin. The lines before a part are counted once a process. */
    static Column line(Optional<PartOpener> opener) {
        Column line = column(LINE);
        return opener.map(files -> when(
                                column(START).gt(lit(0L)),
                                udf(new LineInFile(files), DataTypes.LongType)
                                        .apply(column(FILE), column(START), column(SIZE), line))
                        .otherwise(line))
                .orElse(line);
    }

    /** True, or the end of the run if {@code reason} is not null. Not to be left out by an optimizer. */
    static Column demand(Column file, Column line, Column badColumn, Column reason) {
        Column row = functions.struct(
                file.as(FILE), line.as(LINE), column(TEXT).as(TEXT), badColumn.as(COLUMN), reason.as(REASON));
        return when(
                        reason.isNotNull(),
                        udf(new End(), DataTypes.BooleanType)
                                .asNondeterministic()
                                .apply(row))
                .otherwise(lit(true));
    }

    private static final class CatalogUri implements UDF1<String, String> {
        private static final long serialVersionUID = 1L;

        @Override
        public String call(String file) {
            return S3Paths.uri(new Path(URI.create(file)));
        }
    }

    private static final class LineInFile implements UDF4<String, Long, Long, Long, Long> {
        private static final long serialVersionUID = 1L;

        private final PartOpener opener;
        private transient @Nullable ConcurrentHashMap<String, Long> counted;

        LineInFile(PartOpener opener) {
            this.opener = opener;
        }

        @Override
        public Long call(String file, Long start, Long size, Long line) throws IOException {
            ConcurrentHashMap<String, Long> known = lines();
            String part = start + " " + file;
            Long before = known.get(part);
            if (before == null) {
                before = opener.linesBefore(new InputPart(file, List.of(), start, size, size));
                known.put(part, before);
            }
            return before + line;
        }

        private synchronized ConcurrentHashMap<String, Long> lines() {
            ConcurrentHashMap<String, Long> known = counted;
            if (known == null) {
                known = new ConcurrentHashMap<>();
                counted = known;
            }
            return known;
        }
    }

    private static final class End implements UDF1<Row, Boolean> {
        private static final long serialVersionUID = 1L;

        @Override
        public Boolean call(Row row) {
            throw new BadRowException(new RejectedRow(
                    Objects.requireNonNullElse(row.getAs(FILE), ""),
                    row.isNullAt(1) ? 0 : row.getLong(1),
                    Objects.requireNonNullElse(row.getAs(TEXT), ""),
                    Objects.requireNonNullElse(row.getAs(COLUMN), ""),
                    Objects.requireNonNullElse(row.getAs(REASON), "")));
        }
    }
}
