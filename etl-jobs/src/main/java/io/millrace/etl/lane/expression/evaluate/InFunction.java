package io.millrace.etl.lane.expression.evaluate;

import io.millrace.catalog.type.HiveType.Decimal;
import io.millrace.etl.lane.expression.Expression.In;
import io.millrace.etl.lane.vector.BooleanVector;
import io.millrace.etl.lane.vector.IntVector;
import io.millrace.etl.lane.vector.LongVector;
import io.millrace.etl.lane.vector.Vector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Whether a value is in a list: integers by binary search, texts and the rest one after another. */
final class InFunction extends UnaryFunction {
    private final BooleanVector result;
    private final boolean hasNull;
    private final boolean decimal;
    private final long[] numbers;
    private final List<Vector> others = new ArrayList<>();

    InFunction(In expression, VectorFunction operand, BooleanVector result) {
        super(operand, result);
        this.result = result;
        this.hasNull = expression.candidates().stream().anyMatch(candidate -> candidate.value() == null);
        this.decimal = expression.value().type() instanceof Decimal;
        this.numbers = expression.candidates().stream()
                .filter(candidate -> !decimal && candidate.value() instanceof Long)
                .mapToLong(candidate -> (Long) Objects.requireNonNull(candidate.value()))
                .sorted()
                .toArray();
        expression.candidates().stream()
                .filter(candidate -> candidate.value() != null && !(!decimal && candidate.value() instanceof Long))
                .forEach(candidate ->
                        others.add(ConstantFunction.of(candidate, 1).values()));
    }

    @Override
    void apply(Vector value, Selection rows, RowErrors errors) {
        boolean[] out = result.values();
        for (int i = 0; i < rows.count(); i++) {
            int row = rows.rows()[i];
            boolean found = contains(value, row);
            out[row] = found;
            if (!found && hasNull) {
                result.setNull(row);
            }
        }
    }

    private boolean contains(Vector value, int row) {
        if (value instanceof IntVector ints) {
            return Arrays.binarySearch(numbers, ints.values()[row]) >= 0;
        }
        if (value instanceof LongVector longs && !decimal) {
            return Arrays.binarySearch(numbers, longs.values()[row]) >= 0;
        }
        for (Vector other : others) {
            if (ValueOrder.compare(value, row, other, 0) == 0) {
                return true;
            }
        }
        return false;
    }
}
