package io.millrace.catalog.classify;

import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.catalog.type.InferredType;
import java.util.regex.Pattern;

/**
 * The types that AWS Glue's crawlers give CSV columns, as their tables show (REFERENCE.md, D): whole numbers of 64 bits are
 * {@code bigint}, leading zeros or not, other numbers {@code double}; dates, times and truth values are text. Values are
 * trimmed first, as they are by Glue's custom classifiers unless {@code DisableValueTrimming} is set. What Glue does with
 * whole numbers beyond 64 bits is written nowhere; here they are text.
 */
final class GlueCells implements CellTypes {
    private static final InferredType BIGINT = new InferredType.Scalar(Primitive.BIGINT);
    private static final InferredType DOUBLE = new InferredType.Scalar(Primitive.DOUBLE);
    private static final int MAX_NUMBER_LENGTH = 40;
    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]+");
    private static final Pattern FRACTION =
            Pattern.compile("[+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?");

    @Override
    public InferredType of(String untrimmed) {
        String cell = untrimmed.strip();
        if (CellTypes.isNull(cell)) {
            return InferredType.nothing();
        }
        if (cell.length() > MAX_NUMBER_LENGTH || cell.charAt(0) > '9') {
            return InferredType.text();
        }
        if (WHOLE.matcher(cell).matches()) {
            return isLong(cell) ? BIGINT : InferredType.text();
        }
        return FRACTION.matcher(cell).matches() ? DOUBLE : InferredType.text();
    }

    private static boolean isLong(String digits) {
        try {
            return digits.length() < Long.toString(Long.MAX_VALUE).length()
                    || Long.toString(Long.parseLong(digits)).length() > 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
