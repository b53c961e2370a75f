package io.millrace.catalog.classify;

import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.catalog.type.InferredType;

/** What one CSV cell says about its column's type, by its text. Stateless. */
sealed interface CellTypes permits GlueCells, PreciseCells, TrimmedCells {
    /** A truth value. */
    InferredType BOOLEAN = new InferredType.Scalar(Primitive.BOOLEAN);

    /** The rules of a mode for cells of {@code sample}. */
    static CellTypes of(Inference inference, Sample sample) {
        return inference == Inference.GLUE ? new GlueCells() : new PreciseCells(SafeIntegers.of(sample));
    }

    /** The type of the cell; nothing if it is empty or Hive's {@code \N}, which every reader takes for null. */
    InferredType of(String cell);

    /** Whether the cell says that its column is text. */
    default boolean isText(String cell) {
        return of(cell).equals(InferredType.text());
    }

    /** Whether every reader takes the cell for null. */
    static boolean isNull(String cell) {
        return cell.isEmpty() || cell.equals("\\N");
    }
}
