package io.millrace.catalog.classify;

import io.millrace.catalog.classify.CsvDialect.Header;
import io.millrace.catalog.type.InferredType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The columns of CSV rows: as many as most rows have cells. Rows that are too short lack the last columns, rows that are too
 * long have cells that nobody reads.
 *
 * @param notes where their names and types come from
 * @param settledAt from which record on no value said anything new of any type; {@link #NEVER} if a column has no value at all
 */
record CsvColumns(Map<String, InferredType> types, Map<String, ColumnNote> notes, long settledAt) {
    static final long NEVER = Long.MAX_VALUE;

    static CsvColumns of(CsvRows rows, Header header, ColumnNames names, CellTypes cells) {
        ColumnEvidence[] columns = new ColumnEvidence[rows.columnCount()];
        Arrays.setAll(columns, column -> evidence(rows, header, column, cells));
        return of(columns, names);
    }

    /** The columns that have these values. */
    static CsvColumns of(ColumnEvidence[] columns, ColumnNames names) {
        Map<String, InferredType> types = new LinkedHashMap<>();
        Map<String, ColumnNote> notes = new HashMap<>();
        long settledAt = 0;
        for (int column = 0; column < columns.length; column++) {
            ColumnEvidence evidence = columns[column];
            String name = names.names().get(column);
            types.put(name, evidence.type());
            settledAt = Math.max(settledAt, evidence.lastChange() == 0 ? NEVER : evidence.lastChange());
            notes.put(name, evidence.note(names.original(column)));
        }
        return new CsvColumns(types, notes, settledAt);
    }

    /** The same with the types that somebody declared. */
    CsvColumns declared(List<InferredType> declared) {
        Map<String, InferredType> typed = new LinkedHashMap<>();
        List<String> names = new ArrayList<>(types.keySet());
        for (int i = 0; i < names.size(); i++) {
            typed.put(names.get(i), declared.get(i));
        }
        Map<String, ColumnNote> named = new HashMap<>();
        notes.forEach((name, note) ->
                named.put(name, new ColumnNote(note.originalName(), Optional.empty(), Optional.empty())));
        return new CsvColumns(typed, named, settledAt);
    }

    private static ColumnEvidence evidence(CsvRows rows, Header header, int column, CellTypes cells) {
        ColumnEvidence evidence = new ColumnEvidence();
        int first = header == Header.PRESENT ? 1 : 0;
        for (int row = first; row < rows.rows().size() && !evidence.isText(); row++) {
            String cell = rows.cell(row, column);
            evidence.add(cells.of(cell), cell, row - first + 1L);
        }
        return evidence;
    }
}
