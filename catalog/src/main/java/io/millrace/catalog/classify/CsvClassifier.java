package io.millrace.catalog.classify;

import io.millrace.catalog.classify.CsvDialect.Header;
import io.millrace.catalog.classify.CsvDialect.Library;
import io.millrace.catalog.classify.CsvDialect.Quotes;
import java.util.Optional;

/**
 * Recognises CSV by Glue's rules (developer guide, "add-classifier"): one of five delimiters, at least two columns and two
 * rows. Of a long sample without quotes no more is parsed than settles the types: its last rows, and of the first at least
 * {@link #SETTLED_RECORDS}, until the second half of them all says nothing new of any type and each column has a value (decision 0171).
 */
final class CsvClassifier {
    private static final int MIN_COLUMNS = 2;
    private static final int MIN_ROWS = 2;

    /** Where a long sample is looked at first; then as much again and again until its types are settled. */
    private static final int FIRST_BYTES = 128 << 10;

    /** The last rows of a long sample: numbers that grow are the largest there. */
    private static final int LAST_BYTES = 16 << 10;

    /** Glue's crawlers end at so many records. */
    static final int SETTLED_RECORDS = 1000;

    private CsvClassifier() {}

    /** The schema, or empty if it is no CSV. */
    static Optional<FileSchema> classify(Head head) throws UnreadableObjectException {
        Sample sample = head.sample();
        if (!sample.whole() && !CsvDetection.hasLineEnd(head.text())) {
            throw new UnreadableObjectException("no line ends within the first %d bytes of the text, too long for a row"
                    .formatted(sample.bytes().length));
        }
        // Of a whole file the records are counted. Between quotes a line's end is none, and a rare quote decides how
        // the file is read.
        boolean partly = !sample.whole() && head.text().indexOf(CsvDialect.DOUBLE_QUOTE) < 0;
        return classify(head, partly, CsvClassifier::find);
    }

    /**
     * The schema by what {@code finder} finds; empty if that is nothing.
     *
     * @param partly whether parts of the sample may be enough
     */
    static Optional<FileSchema> classify(Head head, boolean partly, Finder finder) throws UnreadableObjectException {
        int length = head.sample().bytes().length;
        for (int first = FIRST_BYTES; partly && first < length / 2; first *= 2) {
            Optional<Head> ends = head.ends(first, LAST_BYTES);
            Optional<Found> found = ends.isPresent() ? finder.find(ends.get()) : Optional.empty();
            if (found.isPresent() && found.get().isSettled()) {
                return Optional.of(found.get().schema());
            }
        }
        return finder.find(head).map(Found::schema);
    }

    /** Finds what a head, or a part of one, shows; nothing if it is no CSV. */
    @FunctionalInterface
    interface Finder {
        Optional<Found> find(Head head) throws UnreadableObjectException;
    }

    /**
     * What a sample shows.
     *
     * @param records how many it has
     * @param settledAt the record after which the types stayed as they were
     */
    record Found(FileSchema schema, long records, long settledAt) {
        /** Whether more of the same would hardly show anything else: half of many records said nothing new. */
        boolean isSettled() {
            return records >= SETTLED_RECORDS && settledAt <= records / 2;
        }
    }

    private static Optional<Found> find(Head head) throws UnreadableObjectException {
        Sample sample = head.sample();
        Optional<CsvRows> rows = new CsvDetection(head.text(), sample.extent())
                .rows(CsvDetection.DELIMITERS, CsvDialect.DOUBLE_QUOTE, MIN_COLUMNS)
                .filter(found -> found.rows().size() >= MIN_ROWS);
        return rows.isEmpty() ? Optional.empty() : Optional.of(found(head, sample, rows.get()));
    }

    private static Found found(Head head, Sample sample, CsvRows rows) throws UnreadableObjectException {
        CellTypes cells = CellTypes.of(head.inference(), sample);
        Header header = new CsvHeader(rows, cells, head.inference()).detect();
        ColumnNames names = header == Header.PRESENT
                ? ColumnNames.of(rows.rows().get(0), head.inference())
                : ColumnNames.numbered(rows.columnCount(), head.inference());
        CsvColumns columns = CsvColumns.of(rows, header, names, cells);
        long records = rows.rows().size() - (header == Header.PRESENT ? 1L : 0);
        return new Found(schema(sample, rows, columns, dialect(head, rows, header)), records, columns.settledAt());
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
        return schema(sample, rows.rows().size(), rows.cutLength(), columns, new FormatDetail.Csv(dialect));
    }

    /**
     * The schema of a file.
     *
     * @param all how many rows the sample has, with the header
     * @param cutLength how many characters the row has that was left out
     */
    static FileSchema schema(Sample sample, long all, long cutLength, CsvColumns columns, FormatDetail.Csv detail) {
        long records = all - (detail.dialect().header() == Header.PRESENT ? 1 : 0);
        // Nearly: characters beyond ASCII take more bytes in the row that is left out than are counted here.
        long bytes = Math.max(1, sample.bytes().length - cutLength);
        return new FileSchema(
                FileFormat.CSV,
                sample.compression(),
                detail,
                columns.types(),
                columns.notes(),
                sample.estimateRecords(records, bytes),
                all == 0 ? 1 : Math.max(1, bytes / all));
    }
}
