package io.millrace.etl.orc;

import io.millrace.etl.orc.OrcField.OrcValue;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Arrays;
import org.apache.hadoop.hive.ql.exec.vector.BytesColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.DecimalColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.DoubleColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.LongColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.TimestampColumnVector;
import org.apache.orc.TypeDescription;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/** Values that hold no others. */
final class OrcPrimitives {
    private static final int DECIMAL_BYTES = 16;
    private static final OrcValue LONG = (out, vector, row) -> out.addLong(((LongColumnVector) vector).vector[row]);
    private static final OrcValue INTEGER =
            (out, vector, row) -> out.addInteger((int) ((LongColumnVector) vector).vector[row]);
    private static final OrcValue BYTES = (out, vector, row) -> {
        BytesColumnVector bytes = (BytesColumnVector) vector;
        // The batch's array is reused, and the writer keeps values.
        out.addBinary(Binary.fromReusedByteArray(bytes.vector[row], bytes.start[row], bytes.length[row]));
    };

    private OrcPrimitives() {}

    static OrcField of(String name, TypeDescription type) {
        return switch (type.getCategory()) {
            case BOOLEAN ->
                field(
                        name,
                        PrimitiveTypeName.BOOLEAN,
                        (out, vector, row) -> out.addBoolean(((LongColumnVector) vector).vector[row] != 0));
            case BYTE -> field(name, PrimitiveTypeName.INT32, LogicalTypeAnnotation.intType(8), INTEGER);
            case SHORT -> field(name, PrimitiveTypeName.INT32, LogicalTypeAnnotation.intType(16), INTEGER);
            case INT -> field(name, PrimitiveTypeName.INT32, INTEGER);
            case LONG -> isSparkTimestamp(type) ? timestamp(name, LONG) : field(name, PrimitiveTypeName.INT64, LONG);
            case FLOAT ->
                field(
                        name,
                        PrimitiveTypeName.FLOAT,
                        (out, vector, row) -> out.addFloat((float) ((DoubleColumnVector) vector).vector[row]));
            case DOUBLE ->
                field(
                        name,
                        PrimitiveTypeName.DOUBLE,
                        (out, vector, row) -> out.addDouble(((DoubleColumnVector) vector).vector[row]));
            case DATE -> field(name, PrimitiveTypeName.INT32, LogicalTypeAnnotation.dateType(), INTEGER);
            case TIMESTAMP, TIMESTAMP_INSTANT ->
                timestamp(name, (out, vector, row) -> {
                    TimestampColumnVector times = (TimestampColumnVector) vector;
                    out.addLong(Math.floorDiv(times.time[row], 1000L) * 1_000_000 + times.nanos[row] / 1000);
                });
            case DECIMAL -> decimal(name, type);
            case STRING, CHAR, VARCHAR ->
                field(name, PrimitiveTypeName.BINARY, LogicalTypeAnnotation.stringType(), BYTES);
            // Binary, and what only readers of geometries take apart.
            default -> field(name, PrimitiveTypeName.BINARY, BYTES);
        };
    }

    /** Spark writes its timestamps without zone as microseconds, and says so beside them (docs/decisions/0169). */
    private static boolean isSparkTimestamp(TypeDescription type) {
        return "timestamp_ntz".equals(type.getAttributeValue("spark.sql.catalyst.type"));
    }

    private static OrcField timestamp(String name, OrcValue value) {
        return field(name, PrimitiveTypeName.INT64, LogicalTypeAnnotation.timestampType(false, TimeUnit.MICROS), value);
    }

    private static OrcField decimal(String name, TypeDescription type) {
        int scale = type.getScale();
        return new OrcField(
                Types.optional(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY)
                        .length(DECIMAL_BYTES)
                        .as(LogicalTypeAnnotation.decimalType(scale, type.getPrecision()))
                        .named(name),
                (out, vector, row) -> {
                    BigInteger unscaled = ((DecimalColumnVector) vector)
                            .vector[row]
                            .getHiveDecimal()
                            .bigDecimalValue()
                            // Hive 0.11 wrote digits beyond the scale; Hive rounds so.
                            .setScale(scale, RoundingMode.HALF_UP)
                            .unscaledValue();
                    out.addBinary(Binary.fromConstantByteArray(bigEndian(unscaled)));
                });
    }

    private static byte[] bigEndian(BigInteger number) {
        byte[] digits = number.toByteArray();
        byte[] fixed = new byte[DECIMAL_BYTES];
        Arrays.fill(fixed, 0, DECIMAL_BYTES - digits.length, (byte) (number.signum() < 0 ? -1 : 0));
        System.arraycopy(digits, 0, fixed, DECIMAL_BYTES - digits.length, digits.length);
        return fixed;
    }

    private static OrcField field(String name, PrimitiveTypeName type, OrcValue value) {
        return new OrcField(Types.optional(type).named(name), value);
    }

    private static OrcField field(
            String name, PrimitiveTypeName type, LogicalTypeAnnotation annotation, OrcValue value) {
        return new OrcField(Types.optional(type).as(annotation).named(name), value);
    }
}
