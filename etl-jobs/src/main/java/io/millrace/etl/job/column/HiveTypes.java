package io.millrace.etl.job.column;

import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.HiveType.Primitive;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/** Catalog types as Spark's, and back. Timestamps have no time zone on either side. */
public final class HiveTypes {
    private HiveTypes() {}

    /** The Spark type that holds the catalog type's values. */
    public static DataType toSpark(HiveType type) {
        return toSpark(type, DataTypes.TimestampNTZType);
    }

    /**
     * The type to read a Parquet column as. Files hold timestamps with or without time zone, and Spark reads both only as the
     * type with zone; in a session whose zone is UTC the cast to the type without changes no value.
     */
    public static DataType toSparkParquet(HiveType type) {
        return toSpark(type, DataTypes.TimestampType);
    }

    private static DataType toSpark(HiveType type, DataType timestamp) {
        if (type instanceof HiveType.Decimal decimal) {
            return DataTypes.createDecimalType(decimal.precision(), decimal.scale());
        }
        if (type instanceof HiveType.Array array) {
            return DataTypes.createArrayType(toSpark(array.element(), timestamp));
        }
        if (type instanceof HiveType.MapOf map) {
            return DataTypes.createMapType(toSpark(map.key(), timestamp), toSpark(map.value(), timestamp));
        }
        if (type instanceof HiveType.Struct struct) {
            List<StructField> fields = struct.fields().stream()
                    .map(field -> DataTypes.createStructField(field.name(), toSpark(field.type(), timestamp), true))
                    .toList();
            return DataTypes.createStructType(fields);
        }
        return type instanceof Primitive primitive ? primitive(primitive, timestamp) : DataTypes.StringType;
    }

    private static DataType primitive(Primitive type, DataType timestamp) {
        return switch (type) {
            case BOOLEAN -> DataTypes.BooleanType;
            case TINYINT -> DataTypes.ByteType;
            case SMALLINT -> DataTypes.ShortType;
            case INT -> DataTypes.IntegerType;
            case BIGINT -> DataTypes.LongType;
            case FLOAT -> DataTypes.FloatType;
            case DOUBLE -> DataTypes.DoubleType;
            case STRING -> DataTypes.StringType;
            case BINARY -> DataTypes.BinaryType;
            case DATE -> DataTypes.DateType;
            case TIMESTAMP -> timestamp;
        };
    }

    /** Whether cells of a text file can have the type. */
    public static boolean isFlat(HiveType type) {
        return !(isNested(type) || type == Primitive.BINARY);
    }

    /** Whether values have parts. */
    public static boolean isNested(HiveType type) {
        return type instanceof HiveType.Array || type instanceof HiveType.MapOf || type instanceof HiveType.Struct;
    }
}
