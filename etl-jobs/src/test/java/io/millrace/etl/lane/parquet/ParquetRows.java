package io.millrace.etl.lane.parquet;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.jspecify.annotations.Nullable;

/** Reads files with parquet-java, into the objects that {@link RandomTable} has. */
final class ParquetRows {
    private ParquetRows() {}

    static List<List<@Nullable Object>> read(Path file) throws IOException {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
            MessageType schema = reader.getFileMetaData().getSchema();
            PageReadStore pages;
            while ((pages = reader.readNextRowGroup()) != null) {
                RecordReader<Group> records = new ColumnIOFactory()
                        .getColumnIO(schema)
                        .getRecordReader(pages, new GroupRecordConverter(schema));
                for (long i = 0; i < pages.getRowCount(); i++) {
                    rows.add(row(records.read(), schema));
                }
            }
        }
        return rows;
    }

    private static List<@Nullable Object> row(Group group, MessageType schema) {
        List<@Nullable Object> row = new ArrayList<>();
        for (int i = 0; i < schema.getFieldCount(); i++) {
            row.add(
                    group.getFieldRepetitionCount(i) == 0
                            ? null
                            : value(group, i, schema.getType(i).asPrimitiveType()));
        }
        return row;
    }

    private static Object value(Group group, int field, PrimitiveType type) {
        LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
        if (annotation instanceof DecimalLogicalTypeAnnotation decimal) {
            BigInteger unscaled = switch (type.getPrimitiveTypeName()) {
                case INT32 -> BigInteger.valueOf(group.getInteger(field, 0));
                case INT64 -> BigInteger.valueOf(group.getLong(field, 0));
                default -> new BigInteger(group.getBinary(field, 0).getBytes());
            };
            return new BigDecimal(unscaled, decimal.getScale());
        }
        return switch (type.getPrimitiveTypeName()) {
            case BOOLEAN -> group.getBoolean(field, 0);
            case INT32 ->
                annotation instanceof LogicalTypeAnnotation.DateLogicalTypeAnnotation
                        ? LocalDate.ofEpochDay(group.getInteger(field, 0))
                        : (Object) group.getInteger(field, 0);
            case INT64 ->
                annotation == null
                        ? (Object) group.getLong(field, 0)
                        : LocalDateTime.ofInstant(
                                Instant.EPOCH.plus(group.getLong(field, 0), ChronoUnit.MICROS), ZoneOffset.UTC);
            case FLOAT -> group.getFloat(field, 0);
            case DOUBLE -> group.getDouble(field, 0);
            default ->
                annotation == null
                        ? group.getBinary(field, 0).getBytes()
                        : group.getBinary(field, 0).toStringUsingUTF8();
        };
    }
}
