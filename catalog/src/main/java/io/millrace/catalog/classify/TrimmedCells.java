package io.millrace.catalog.classify;

import io.millrace.catalog.type.InferredType;

/** Cells whose outer white space does not count. */
record TrimmedCells(CellTypes cells) implements CellTypes {
    @Override
    public InferredType of(String cell) {
        return cells.of(cell.strip());
    }
}
