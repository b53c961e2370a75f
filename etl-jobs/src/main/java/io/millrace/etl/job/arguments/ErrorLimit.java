package io.millrace.etl.job.arguments;

import io.millrace.etl.job.failure.JobFailureException;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many rows may go into quarantine before the run fails: a number of rows, or a share of the rows that were read.
 *
 * @param amount rows, or percent
 * @param unit what {@code amount} counts
 */
public record ErrorLimit(BigDecimal amount, Unit unit) implements Serializable {
    /** No limit. */
    public static final ErrorLimit NONE = new ErrorLimit(BigDecimal.valueOf(100), Unit.PERCENT);

    private static final Pattern NOTATION = Pattern.compile("(\\d{1,18}(?:\\.\\d{1,9})?)\\s*(%?)");
    private static final BigDecimal WHOLE = BigDecimal.valueOf(100);

    /** What a limit counts. */
    enum Unit {
        ROWS,
        PERCENT
    }

    /** Reads {@code 100} or {@code 0.5%}. @throws JobFailureException saying what it must be */
    static ErrorLimit parse(String text) {
        Matcher matcher = NOTATION.matcher(text.strip());
        if (matcher.matches()) {
            BigDecimal amount = new BigDecimal(matcher.group(1));
            boolean percent = !matcher.group(2).isEmpty();
            if (percent ? amount.compareTo(WHOLE) <= 0 : amount.scale() == 0) {
                return new ErrorLimit(amount, percent ? Unit.PERCENT : Unit.ROWS);
            }
        }
        throw new JobFailureException(
                "Argument '--max-errors' is '%s', but must be a number of rows, such as 100, or a share of them, such as 0.5%%"
                        .formatted(text));
    }

    /** Whether so many are too many, whatever else will be read. A share is known at the end alone. */
    public boolean isExceededBy(long rejected) {
        return unit == Unit.ROWS && rejected > amount.longValueExact();
    }

    /** Whether a run that read {@code read} rows, rejected ones included, may have rejected so many. */
    public boolean isExceededBy(long rejected, long read) {
        return unit == Unit.ROWS
                ? isExceededBy(rejected)
                : BigDecimal.valueOf(rejected).multiply(WHOLE).compareTo(amount.multiply(BigDecimal.valueOf(read))) > 0;
    }

    /** Fails the run if it rejected too many. */
    public void check(String table, long rejected, long read) {
        if (isExceededBy(rejected, read)) {
            throw new JobFailureException(
                    "%d of %d rows of table %s do not fit it, and --max-errors allows %s; nothing was changed"
                            .formatted(rejected, read, table, this));
        }
    }

    @Override
    public String toString() {
        return amount.toPlainString() + (unit == Unit.PERCENT ? "%" : "");
    }
}
