package io.millrace.etl.lane.expression.evaluate;

import io.millrace.etl.lane.expression.Expression.TextFunction;
import io.millrace.etl.lane.expression.Expression.TextFunction.Function;
import io.millrace.etl.lane.vector.BytesVector;
import io.millrace.etl.lane.vector.IntVector;
import io.millrace.etl.lane.vector.Vector;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Functions of one text; ASCII without strings. */
final class TextFunctions extends UnaryFunction {
    private final Function function;
    private final Vector result;

    TextFunctions(TextFunction expression, VectorFunction operand, Vector result) {
        super(operand, result);
        this.function = expression.function();
        this.result = result;
    }

    @Override
    void apply(Vector value, Selection rows, RowErrors errors) {
        BytesVector texts = (BytesVector) value;
        for (int i = 0; i < rows.count(); i++) {
            int row = rows.rows()[i];
            int from = texts.starts()[row];
            int to = from + texts.lengths()[row];
            if (function == Function.LENGTH) {
                ((IntVector) result).values()[row] = Utf8.count(texts.data(), from, to);
            } else if (function == Function.LOWER || function == Function.UPPER) {
                changeCase(texts.data(), from, to, row);
            } else {
                trim(texts.data(), from, to, row);
            }
        }
    }

    private void trim(byte[] text, int from, int to, int row) {
        int start = from;
        int end = to;
        while (function != Function.RTRIM && start < end && text[start] == ' ') {
            start++;
        }
        while (function != Function.LTRIM && end > start && text[end - 1] == ' ') {
            end--;
        }
        ((BytesVector) result).set(row, text, start, end - start);
    }

    private void changeCase(byte[] text, int from, int to, int row) {
        BytesVector out = (BytesVector) result;
        if (!Utf8.isAscii(text, from, to)) {
            String string = new String(text, from, to - from, StandardCharsets.UTF_8);
            string = function == Function.LOWER ? string.toLowerCase(Locale.ROOT) : string.toUpperCase(Locale.ROOT);
            byte[] changed = string.getBytes(StandardCharsets.UTF_8);
            out.set(row, changed, 0, changed.length);
            return;
        }
        out.reserve(to - from);
        byte[] data = out.data();
        int at = out.used();
        int first = function == Function.LOWER ? 'A' : 'a';
        for (int i = from; i < to; i++) {
            byte b = text[i];
            data[at++] = (byte) (b >= first && b < first + 26 ? b ^ 0x20 : b);
        }
        out.setAppended(row, to - from);
    }
}
