package io.millrace.catalog.classify;

import io.millrace.catalog.classify.CsvClassifier.Found;
import io.millrace.catalog.classify.CsvDialect.Header;
import io.millrace.catalog.type.InferredType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The columns of {@linkplain PlainText plain} CSV under a header that is known, by one pass over the bytes. Finds what {@link CsvClassifier} would, or
 * nothing where that is not certain: every row must have the header's number of cells, no other delimiter may occur, and a cell must be no text, so that the
 * first row is a header again. For one sample and thread.
 */
final class PlainCsv {
    private static final byte CELL = 0;
    private static final byte CELL_END = 1;
    private static final byte ROW_END = 2;
    private static final byte REFUSED = 3;

    private final KnownHeader header;
    private final Sample sample;
    private final byte[] text;
    private final PlainCells cells;
    private final byte[] kinds = new byte[Byte.MAX_VALUE + 1];
    private final ColumnEvidence[] columns;
    private final InferredType[] last;
    private long records;
    private boolean typed;

    /**
     * A first line.
     *
     * @param line its bytes with the line's end
     * @param detail the dialect of a file that has it
     */
    // The array is compared with others' bytes only.
    @SuppressWarnings("ArrayRecordComponent")
    record KnownHeader(byte[] line, ColumnNames names, FormatDetail.Csv detail) {
        boolean begins(byte[] text) {
            return text.length > line.length && Arrays.equals(text, 0, line.length, line, 0, line.length);
        }

        int columnCount() {
            return names.names().size();
        }
    }

    private PlainCsv(KnownHeader header, Sample sample) {
        this.header = header;
        this.sample = sample;
        this.text = sample.bytes();
        this.cells = new PlainCells(SafeIntegers.of(sample));
        this.columns = new ColumnEvidence[header.columnCount()];
        this.last = new InferredType[header.columnCount()];
        Arrays.setAll(columns, column -> new ColumnEvidence());
        Arrays.fill(last, InferredType.nothing());
        CsvDetection.DELIMITERS.forEach(delimiter -> kinds[delimiter] = REFUSED);
        kinds[header.detail().dialect().delimiter()] = CELL_END;
        kinds['\n'] = ROW_END;
    }

    /** What the sample shows, which is plain text and begins with the header; empty if that is not certain. */
    static Optional<Found> find(KnownHeader header, Sample sample) {
        return new PlainCsv(header, sample).find();
    }

    private Optional<Found> find() {
        int end = text.length;
        int cutLength = 0;
        if (!sample.whole()) {
            // The text may have cut its last row.
            int cutEnd = text[text.length - 1] == '\n' ? text.length - 1 : text.length;
            end = cutEnd;
            while (text[end - 1] != '\n') {
                end--;
            }
            cutLength = cutEnd - end;
        }
        int at = header.line().length;
        while (at >= 0 && at < end) {
            at = readRow(at, end);
        }
        // One row is no CSV; one of nothing but text may have no header.
        return at < 0 || records == 0 || !typed ? Optional.empty() : Optional.of(found(cutLength));
    }

    private Found found(int cutLength) {
        CsvColumns found = CsvColumns.of(columns, header.names());
        return new Found(
                CsvClassifier.schema(sample, records + 1, cutLength, found, header.detail()),
                records,
                found.settledAt());
    }

    /** Where the next row begins; negative if this one is not like the header. */
    private int readRow(int start, int end) {
        records++;
        int column = 0;
        int from = start;
        for (int at = start; at <= end; at++) {
            byte kind = at == end ? ROW_END : kinds[text[at]];
            if (kind == CELL) {
                continue;
            }
            if (kind == REFUSED || column == columns.length) {
                return -1;
            }
            take(column++, from, at);
            from = at + 1;
            if (kind == ROW_END) {
                return column == columns.length ? from : -1;
            }
        }
        return -1;
    }

    // Types are mostly the one object that stands for all alike, and what is not is compared below.
    @SuppressWarnings("ReferenceEquality")
    private void take(int column, int from, int to) {
        if (last[column] == InferredType.text()) {
            return;
        }
        InferredType type = cells.of(text, from, to);
        if (type == last[column]) {
            return;
        }
        last[column] = type;
        typed |= type != InferredType.nothing() && type != InferredType.text();
        ColumnEvidence evidence = columns[column];
        if (!evidence.holds(type)) {
            evidence.add(type, PlainCells.text(text, from, to), records);
        }
    }

    /** The header of a file whose first line is plain and means nothing to any other format; empty of any other. */
    static Optional<KnownHeader> headerOf(Sample sample, FileSchema schema) {
        boolean plain = schema.detail() instanceof FormatDetail.Csv csv
                && csv.dialect().equals(CsvDialect.plain(csv.dialect().delimiter(), Header.PRESENT))
                && csv.dialect().delimiter() > ' ';
        return plain ? headerOf(sample, (FormatDetail.Csv) schema.detail()) : Optional.empty();
    }

    private static Optional<KnownHeader> headerOf(Sample sample, FormatDetail.Csv detail) {
        int end = 0;
        while (end < sample.bytes().length && sample.bytes()[end] != '\n') {
            end++;
        }
        if (end < 2 || end == sample.bytes().length) {
            return Optional.empty();
        }
        byte[] line = Arrays.copyOf(sample.bytes(), end + 1);
        char delimiter = detail.dialect().delimiter();
        String cells = PlainCells.text(line, 0, end);
        boolean ours = PlainText.is(line)
                && CsvDetection.DELIMITERS.stream().allMatch(other -> other == delimiter || cells.indexOf(other) < 0)
                // JSON, XML and logs begin like this.
                && cells.chars().noneMatch(c -> c == '{' || c == '[' || c == '<' || c == ' ');
        return ours
                ? Optional.of(new KnownHeader(line, ColumnNames.of(split(cells, delimiter), Inference.PRECISE), detail))
                : Optional.empty();
    }

    private static List<String> split(String cells, char delimiter) {
        return List.of(cells.split(Pattern.quote(String.valueOf(delimiter)), -1));
    }
}
