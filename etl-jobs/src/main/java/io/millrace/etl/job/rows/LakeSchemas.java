package io.millrace.etl.job.rows;

import io.millrace.catalog.type.HiveType;
import io.millrace.etl.job.column.HiveTypes;
import io.millrace.etl.job.failure.JobFailureException;
import io.millrace.etl.lakehouse.LakeColumn;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;

/** Columns as Spark's Parquet reader finds them in files: fields with the files' names and numbers in the catalog's order, so that a cast gives them theirs. */
final class LakeSchemas {
    /** Spark's key for a field's number in Parquet. */
    private static final String FIELD_ID = "parquet.field.id";

    private LakeSchemas() {}

    /** A column to read. */
    record FileColumn(StructField field) {
        FileColumn named(String name) {
            return new FileColumn(DataTypes.createStructField(name, field.dataType(), true, field.metadata()));
        }
    }

    /** @throws JobFailureException if the catalog has fields that the column does not */
    static FileColumn column(String table, LakeColumn column, HiveType type) {
        return new FileColumn(field(table, column, type));
    }

    private static StructField field(String table, LakeColumn column, HiveType type) {
        Metadata metadata = column.id().isPresent()
                ? new MetadataBuilder()
                        .putLong(FIELD_ID, column.id().getAsInt())
                        .build()
                : Metadata.empty();
        String name =
                column.id().isPresent() ? column.name() : column.fileNames().get(0);
        return DataTypes.createStructField(name, type(table, column, type), true, metadata);
    }

    private static DataType type(String table, LakeColumn column, HiveType type) {
        if (type instanceof HiveType.Struct struct) {
            List<StructField> fields = struct.fields().stream()
                    .map(field -> field(table, part(table, column, field.name()), field.type()))
                    .toList();
            return DataTypes.createStructType(fields);
        }
        if (type instanceof HiveType.Array array) {
            return DataTypes.createArrayType(type(table, part(table, column, "element"), array.element()));
        }
        if (type instanceof HiveType.MapOf map) {
            return DataTypes.createMapType(
                    type(table, part(table, column, "key"), map.key()),
                    type(table, part(table, column, "value"), map.value()));
        }
        return HiveTypes.toSparkParquet(type);
    }

    private static LakeColumn part(String table, LakeColumn column, String name) {
        return column.part(name)
                .orElseThrow(() -> new JobFailureException(
                        "Field %s of column %s of table %s is in the catalog, but not in the table's current version; crawl it again"
                                .formatted(name, column.name(), table)));
    }
}
