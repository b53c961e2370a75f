package io.millrace.catalog.classify;

import io.millrace.catalog.classify.CsvDialect.Header;
import io.millrace.catalog.classify.CsvDialect.Library;
import io.millrace.catalog.classify.CsvDialect.Quotes;
import java.util.Optional;

/**
 * Recognises CSV by Glue's rules (developer guide, "add-classifier"): one of five delimiters, at least two columns and two
 * rows.
 */
final class CsvClassifier {
    private static final int MIN_COLUMNS = 2;
    private static final int MIN_ROWS = 2;

    private CsvClassifier() {}

    /** The schema, or empty if it is no CSV. */
    static Optional<FileSchema> classify(Head head) throws UnreadableObjectException {
        Sample sample = head.sample();
        if (!sample.whole() && !CsvDetection.hasLineEnd(head.text())) {
            throw new UnreadableObjectException("no line ends within the first %d bytes of the text, too long for a row"
                    .formatted(sample.bytes().length));
        }
        Optional<CsvRows> rows = new CsvDetection(head.text(), sample.extent())
                .rows(CsvDetection.DELIMITERS, CsvDialect.DOUBLE_QUOTE, MIN_COLUMNS)
                .filter(found -> found.rows().size() >= MIN_ROWS);
        return rows.isEmpty() ? Optional.empty() : Optional.of(schema(head, sample, rows.get()));
    }

    private static FileSchema schema(Head head, Sample sample, CsvRows rows) throws UnreadableObjectException {
        CellTypes cells = CellTypes.of(head.inference(), sample);
        Header header = new CsvHeader(rows, cells, head.inference()).detect();
        ColumnNames names = header == Header.PRESENT
                ? ColumnNames.of(rows.rows().get(0), head.inference())
                : ColumnNames.numbered(rows.columnCount(), head.inference());
        CsvColumns columns = CsvColumns.of(rows, header, names, cells);
        return schema(sample, rows, columns, dialect(head, rows, header));
    }

    /** Glue registers LazySimpleSerDe for every CSV and leaves those with quotes to the user. */
    private static CsvDialect dialect(Head head, CsvRows rows, Header header) throws UnreadableObjectException {
        boolean quoted = head.inference() == Inference.PRECISE && rows.quotes() == Quotes.SEEN;
        CsvDialect plain = CsvDialect.plain(rows.syntax().delimiter(), header);
        return new CsvDialect(
                plain.delimiter(),
                header,
                quoted ? Quotes.SEEN : Quotes.NOT_SEEN,
                plain.quote(),
                quoted ? rows.syntax().escape() : plain.escape(),
                head.encoding(),
                quoted ? Library.OPEN_CSV : Library.LAZY_SIMPLE);
    }

    static FileSchema schema(Sample sample, CsvRows rows, CsvColumns columns, CsvDialect dialect) {
        long all = rows.rows().size();
        long records = all - (dialect.header() == Header.PRESENT ? 1 : 0);
        // Nearly: characters beyond ASCII take more bytes in the row that is left out than are counted here.
        long bytes = Math.max(1, sample.bytes().length - rows.cutLength());
        return new FileSchema(
                FileFormat.CSV,
                sample.compression(),
                new FormatDetail.Csv(dialect),
                columns.types(),
                columns.notes(),
                sample.estimateRecords(records, bytes),
                all == 0 ? 1 : Math.max(1, bytes / all));
    }
}
