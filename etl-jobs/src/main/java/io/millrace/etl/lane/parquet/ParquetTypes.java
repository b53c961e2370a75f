package io.millrace.etl.lane.parquet;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.etl.lane.LaneColumn;
import java.math.BigInteger;
import java.util.List;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/** The Parquet types that Spark 4.1 writes for the catalog's types ({@code SparkToParquetSchemaConverter}), so that readers treat both lanes alike. */
final class ParquetTypes {
    static final String SPARK_SCHEMA_KEY = "org.apache.spark.sql.parquet.row.metadata";
    private static final int INT32_DECIMAL_DIGITS = 9;
    private static final int INT64_DECIMAL_DIGITS = 18;

    private ParquetTypes() {}

    static MessageType schema(List<LaneColumn> columns) {
        return new MessageType(
                "spark_schema",
                columns.stream()
                        .map(column -> (Type) type(column.type()).named(column.name()))
                        .toList());
    }

    /** The schema as Spark notes it in the footer. */
    static String sparkSchema(List<LaneColumn> columns) {
        ArrayNode fields = JsonNodeFactory.instance.arrayNode();
        for (LaneColumn column : columns) {
            fields.addObject()
                    .put("name", column.name())
                    .put("type", sparkType(column.type()))
                    .put("nullable", true)
                    .putObject("metadata");
        }
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "struct");
        schema.set("fields", fields);
        return schema.toString();
    }

    private static String sparkType(HiveType type) {
        if (type instanceof Primitive primitive) {
            return switch (primitive) {
                case TINYINT -> "byte";
                case SMALLINT -> "short";
                case INT -> "integer";
                case BIGINT -> "long";
                case TIMESTAMP -> "timestamp_ntz";
                default -> type.toString();
            };
        }
        return type instanceof HiveType.Decimal ? type.toString() : "string";
    }

    private static Types.PrimitiveBuilder<PrimitiveType> type(HiveType type) {
        if (type instanceof HiveType.Decimal decimal) {
            return decimal(decimal);
        }
        if (type instanceof Primitive primitive) {
            return switch (primitive) {
                case BOOLEAN -> Types.optional(PrimitiveTypeName.BOOLEAN);
                case TINYINT -> Types.optional(PrimitiveTypeName.INT32).as(LogicalTypeAnnotation.intType(8, true));
                case SMALLINT -> Types.optional(PrimitiveTypeName.INT32).as(LogicalTypeAnnotation.intType(16, true));
                case INT -> Types.optional(PrimitiveTypeName.INT32);
                case DATE -> Types.optional(PrimitiveTypeName.INT32).as(LogicalTypeAnnotation.dateType());
                case BIGINT -> Types.optional(PrimitiveTypeName.INT64);
                case TIMESTAMP ->
                    Types.optional(PrimitiveTypeName.INT64)
                            .as(LogicalTypeAnnotation.timestampType(false, TimeUnit.MICROS));
                case FLOAT -> Types.optional(PrimitiveTypeName.FLOAT);
                case DOUBLE -> Types.optional(PrimitiveTypeName.DOUBLE);
                case STRING -> Types.optional(PrimitiveTypeName.BINARY).as(LogicalTypeAnnotation.stringType());
                case BINARY -> Types.optional(PrimitiveTypeName.BINARY);
            };
        }
        return Types.optional(PrimitiveTypeName.BINARY).as(LogicalTypeAnnotation.stringType());
    }

    private static Types.PrimitiveBuilder<PrimitiveType> decimal(HiveType.Decimal decimal) {
        LogicalTypeAnnotation annotation = LogicalTypeAnnotation.decimalType(decimal.scale(), decimal.precision());
        if (decimal.precision() <= INT32_DECIMAL_DIGITS) {
            return Types.optional(PrimitiveTypeName.INT32).as(annotation);
        }
        if (decimal.precision() <= INT64_DECIMAL_DIGITS) {
            return Types.optional(PrimitiveTypeName.INT64).as(annotation);
        }
        return Types.optional(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY)
                .length(bytesOf(decimal.precision()))
                .as(annotation);
    }

    /** The fewest bytes that hold every number of so many digits, two's complement. */
    static int bytesOf(int digits) {
        return BigInteger.TEN.pow(digits).subtract(BigInteger.ONE).bitLength() / Byte.SIZE + 1;
    }
}
