package io.millrace.catalog.classify;

import io.millrace.catalog.classify.CsvDialect.Header;
import io.millrace.catalog.classify.CsvDialect.Library;
import io.millrace.catalog.classify.CsvDialect.Quotes;
import io.millrace.catalog.classify.CustomClassifier.Csv;
import io.millrace.catalog.classify.CustomClassifier.Csv.Columns;
import io.millrace.catalog.classify.CustomClassifier.Csv.HeaderMode;
import io.millrace.catalog.classify.CustomClassifier.Csv.Whitespace;
import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.catalog.type.InferredType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * CSV as a user describes it (developer guide, "custom-classifier"). It is certain of text that has the delimiter and, in most
 * rows, one number of columns: that of the header or data types, if some are given. One row is enough, a header alone as well.
 */
final class CustomCsvClassifier implements FormatClassifier {
    private final Csv described;

    CustomCsvClassifier(Csv described) {
        this.described = described;
    }

    @Override
    public Optional<FileSchema> classify(Head head) throws UnreadableObjectException {
        if (!head.isText()) {
            return Optional.empty();
        }
        int minColumns = described.columns() == Columns.ONE_OR_MORE ? 1 : 2;
        Sample sample = head.sample();
        char quote = described.quote().orElse(CsvDialect.DOUBLE_QUOTE);
        Optional<CsvRows> rows = new CsvDetection(head.text(), sample.extent())
                .rows(described.delimiter().map(List::of).orElse(CsvDetection.DELIMITERS), quote, minColumns)
                .filter(this::fits);
        return rows.isEmpty() ? Optional.empty() : Optional.of(schema(head, sample, rows.get()));
    }

    private boolean fits(CsvRows rows) {
        int declared = described.datatypes().isEmpty()
                ? described.header().size()
                : described.datatypes().size();
        return !rows.rows().isEmpty() && (declared == 0 || declared == rows.columnCount());
    }

    private FileSchema schema(Head head, Sample sample, CsvRows rows) throws UnreadableObjectException {
        CellTypes cells = cells(head.inference(), sample);
        Header header = header(rows, cells, head.inference());
        CsvColumns columns = CsvColumns.of(rows, header, names(rows, header, head.inference()), cells);
        if (!described.datatypes().isEmpty()) {
            columns = columns.declared(described.datatypes().stream()
                    .map(CustomCsvClassifier::type)
                    .toList());
        }
        return CsvClassifier.schema(sample, rows, columns, dialect(head, rows, header));
    }

    private CellTypes cells(Inference inference, Sample sample) {
        CellTypes cells = CellTypes.of(inference, sample);
        return described.whitespace() == Whitespace.TRIMMED ? new TrimmedCells(cells) : cells;
    }

    private Header header(CsvRows rows, CellTypes cells, Inference inference) {
        if (described.headerMode() != HeaderMode.UNKNOWN) {
            return described.headerMode() == HeaderMode.PRESENT ? Header.PRESENT : Header.ABSENT;
        }
        if (!described.header().isEmpty()) {
            List<String> first = rows.rows().get(0).stream().map(String::strip).toList();
            return first.equals(described.header()) ? Header.PRESENT : Header.ABSENT;
        }
        return rows.rows().size() < 2 ? Header.ABSENT : new CsvHeader(rows, cells, inference).detect();
    }

    private ColumnNames names(CsvRows rows, Header header, Inference inference) {
        if (!described.header().isEmpty() && described.header().size() == rows.columnCount()) {
            return ColumnNames.of(described.header(), inference);
        }
        if (header == Header.ABSENT) {
            return ColumnNames.numbered(rows.columnCount(), inference);
        }
        List<String> cells = new java.util.ArrayList<>();
        for (int i = 0; i < rows.columnCount(); i++) {
            cells.add(rows.cell(0, i));
        }
        return ColumnNames.of(cells, inference);
    }

    private CsvDialect dialect(Head head, CsvRows rows, Header header) throws UnreadableObjectException {
        Library library = library(head.inference(), rows.quotes());
        boolean quoted = rows.quotes() == Quotes.SEEN && library == Library.OPEN_CSV;
        return new CsvDialect(
                rows.syntax().delimiter(),
                header,
                quoted ? Quotes.SEEN : Quotes.NOT_SEEN,
                described.quote().orElse(CsvDialect.DOUBLE_QUOTE),
                rows.syntax().escape(),
                head.encoding(),
                library);
    }

    private Library library(Inference inference, Quotes quotes) {
        return switch (described.serde().orElse("None")) {
            case "OpenCSVSerDe" -> Library.OPEN_CSV;
            case "LazySimpleSerDe" -> Library.LAZY_SIMPLE;
            default -> inference == Inference.PRECISE && quotes == Quotes.SEEN ? Library.OPEN_CSV : Library.LAZY_SIMPLE;
        };
    }

    /** The API's names (custom-classifier, "CSV": BINARY, BOOLEAN, DATE, DECIMAL, DOUBLE, FLOAT, INT, LONG, SHORT, STRING, TIMESTAMP). */
    private static InferredType type(String name) {
        HiveType type = switch (name.toUpperCase(Locale.ROOT)) {
            case "LONG" -> Primitive.BIGINT;
            case "SHORT" -> Primitive.SMALLINT;
            default -> HiveType.parse(name);
        };
        return InferredType.of(type);
    }
}
