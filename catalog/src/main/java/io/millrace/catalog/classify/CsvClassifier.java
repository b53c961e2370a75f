package io.millrace.catalog.classify;

import io.millrace.catalog.classify.CsvDialect.Header;
import io.millrace.catalog.type.InferredType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Recognises CSV by Glue's rules (developer guide, "add-classifier"): one of five delimiters, at least two columns and two
 * rows. The first row is a header if every cell of it is text of at most 149 characters that could be a name (the last may
 * be empty) and some later row is not all text. Rows that are too short lack the last columns, rows that are too long have
 * cells that nobody reads.
 */
final class CsvClassifier {
    private static final int MAX_HEADER_CELL_LENGTH = 149;
    private static final Pattern COLUMN_NAME = Pattern.compile("[^\\p{Cntrl}]*\\p{L}[^\\p{Cntrl}]*");

    private CsvClassifier() {}

    /** The schema, or empty if it is no CSV. */
    static Optional<FileSchema> classify(Head head) throws UnreadableObjectException {
        String text = head.text();
        Sample sample = head.sample();
        return CsvRows.detectDelimiter(text, sample.extent())
                .flatMap(delimiter -> schema(sample, CsvRows.parse(text, delimiter, sample.extent())));
    }

    private static Optional<FileSchema> schema(Sample sample, CsvRows rows) {
        if (rows.rows().size() < 2) {
            return Optional.empty();
        }
        List<String> first = rows.rows().get(0);
        List<InferredType> types = columnTypes(rows, rows.columnCount());
        boolean header = isHeader(first, rows.columnCount()) && hasTypedRow(types, rows);
        List<String> names = header ? ColumnNames.fromHeader(first) : ColumnNames.numbered(rows.columnCount());
        Map<String, InferredType> columns = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            InferredType type = types.get(i);
            columns.put(names.get(i), header ? type : type.join(CellTypes.of(cell(first, i))));
        }
        CsvDialect dialect = new CsvDialect(rows.delimiter(), header ? Header.PRESENT : Header.ABSENT, rows.quotes());
        long records = rows.rows().size() - (header ? 1L : 0L);
        return Optional.of(new FileSchema(
                FileFormat.CSV,
                sample.compression(),
                new FormatDetail.Csv(dialect),
                columns,
                Map.of(),
                sample.estimateRecords(records, rows.usedBytes()),
                Math.max(1, rows.usedBytes() / rows.rows().size())));
    }

    /** The types of all rows but the first. */
    private static List<InferredType> columnTypes(CsvRows rows, int columnCount) {
        List<InferredType> types = new ArrayList<>();
        for (int column = 0; column < columnCount; column++) {
            InferredType type = InferredType.nothing();
            for (int row = 1; row < rows.rows().size() && !type.equals(CellTypes.STRING); row++) {
                InferredType cell = CellTypes.of(cell(rows.rows().get(row), column));
                type = cell == type ? type : type.join(cell);
            }
            types.add(type);
        }
        return types;
    }

    private static boolean isHeader(List<String> cells, int columnCount) {
        if (cells.size() != columnCount) {
            return false;
        }
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i).strip();
            boolean mayBeEmpty = i == cells.size() - 1;
            if (cell.isEmpty() ? !mayBeEmpty : !isName(cell)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isName(String cell) {
        return cell.length() <= MAX_HEADER_CELL_LENGTH
                && CellTypes.of(cell).equals(CellTypes.STRING)
                && COLUMN_NAME.matcher(cell).matches();
    }

    private static boolean hasTypedRow(List<InferredType> types, CsvRows rows) {
        if (types.stream().anyMatch(type -> !type.equals(CellTypes.STRING) && type != InferredType.nothing())) {
            return true;
        }
        for (int row = 1; row < rows.rows().size(); row++) {
            for (String cell : rows.rows().get(row)) {
                InferredType type = CellTypes.of(cell);
                if (type != InferredType.nothing() && !type.equals(CellTypes.STRING)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String cell(List<String> row, int column) {
        return column < row.size() ? row.get(column) : "";
    }
}
