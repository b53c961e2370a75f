package io.millrace.etl.lane.expression.evaluate;

import io.millrace.etl.lane.expression.Expression.DatePart;
import io.millrace.etl.lane.expression.Expression.DateTrunc;
import io.millrace.etl.lane.vector.IntVector;
import io.millrace.etl.lane.vector.LongVector;
import io.millrace.etl.lane.vector.Vector;

/** Parts of dates and timestamps, and the beginnings of units. */
final class DateFunctions {
    private static final int MONTHS_A_QUARTER = 3;
    private static final int HOURS_A_DAY = 24;
    private static final int MINUTES_AN_HOUR = 60;
    private static final int SECONDS_A_MINUTE = 60;
    private static final int SECONDS_AN_HOUR = MINUTES_AN_HOUR * SECONDS_A_MINUTE;

    private DateFunctions() {}

    private static long day(Vector value, int row) {
        return value instanceof IntVector days
                ? days.values()[row]
                : Math.floorDiv(((LongVector) value).values()[row], Calendar.MICROS_A_DAY);
    }

    /** A part. */
    static final class PartFunction extends UnaryFunction {
        private final DatePart.Part part;
        private final IntVector result;

        PartFunction(DatePart.Part part, VectorFunction operand, IntVector result) {
            super(operand, result);
            this.part = part;
            this.result = result;
        }

        @Override
        void apply(Vector value, Selection rows, RowErrors errors) {
            int[] out = result.values();
            int[] selected = rows.rows();
            boolean time = part.compareTo(DatePart.Part.HOUR) >= 0;
            for (int i = 0; i < rows.count(); i++) {
                int row = selected[i];
                out[row] = time ? ofTime(((LongVector) value).values()[row]) : ofDay(day(value, row));
            }
        }

        private int ofTime(long micros) {
            long seconds = Math.floorDiv(micros, Calendar.MICROS_A_SECOND);
            return (int)
                    switch (part) {
                        case HOUR -> Math.floorMod(Math.floorDiv(seconds, SECONDS_AN_HOUR), (long) HOURS_A_DAY);
                        case MINUTE -> Math.floorMod(Math.floorDiv(seconds, SECONDS_A_MINUTE), (long) MINUTES_AN_HOUR);
                        default -> Math.floorMod(seconds, (long) SECONDS_A_MINUTE);
                    };
        }

        private int ofDay(long day) {
            long civil = Calendar.civil(day);
            return switch (part) {
                case YEAR -> Calendar.year(civil);
                case QUARTER -> (Calendar.month(civil) - 1) / MONTHS_A_QUARTER + 1;
                case MONTH -> Calendar.month(civil);
                case DAY -> Calendar.day(civil);
                case WEEK -> Calendar.week(day);
                case DAY_OF_WEEK -> Calendar.dayOfWeek(day);
                default -> (int) (day - Calendar.epochDay(Calendar.year(civil), 1, 1)) + 1;
            };
        }
    }

    /** A unit's beginning. */
    static final class TruncFunction extends UnaryFunction {
        private final DateTrunc expression;
        private final Vector result;

        TruncFunction(DateTrunc expression, VectorFunction operand, Vector result) {
            super(operand, result);
            this.expression = expression;
            this.result = result;
        }

        @Override
        void apply(Vector value, Selection rows, RowErrors errors) {
            for (int i = 0; i < rows.count(); i++) {
                int row = rows.rows()[i];
                if (result instanceof IntVector days) {
                    days.values()[row] = (int) beginning(day(value, row));
                } else if (!timestamp(((LongVector) value).values()[row], row)) {
                    result.setNull(row);
                    errors.report(row, Ranges.overflow(expression));
                }
            }
        }

        private boolean timestamp(long micros, int row) {
            long unit = switch (expression.unit()) {
                case SECOND -> Calendar.MICROS_A_SECOND;
                case MINUTE -> SECONDS_A_MINUTE * Calendar.MICROS_A_SECOND;
                case HOUR -> SECONDS_AN_HOUR * Calendar.MICROS_A_SECOND;
                default -> Calendar.MICROS_A_DAY;
            };
            long steps = Math.floorDiv(micros, unit);
            long units = unit == Calendar.MICROS_A_DAY ? beginning(steps) : steps;
            long value = units * unit;
            ((LongVector) result).values()[row] = value;
            return Math.multiplyHigh(units, unit) == (value >> (Long.SIZE - 1));
        }

        private long beginning(long day) {
            long civil = Calendar.civil(day);
            int month = Calendar.month(civil);
            return switch (expression.unit()) {
                case YEAR -> Calendar.epochDay(Calendar.year(civil), 1, 1);
                case QUARTER ->
                    Calendar.epochDay(Calendar.year(civil), (month - 1) / MONTHS_A_QUARTER * MONTHS_A_QUARTER + 1, 1);
                case MONTH -> day - Calendar.day(civil) + 1;
                case WEEK -> day - Calendar.dayOfWeek(day) + 1;
                default -> day;
            };
        }
    }
}
