package io.millrace.etl.lane.expression.evaluate;

import io.millrace.etl.lane.expression.LikePattern;
import io.millrace.etl.lane.expression.LikePattern.Text;
import io.millrace.etl.lane.expression.LikePattern.Token;
import io.millrace.etl.lane.expression.LikePattern.Wildcard;
import io.millrace.etl.lane.vector.BooleanVector;
import io.millrace.etl.lane.vector.BytesVector;
import io.millrace.etl.lane.vector.Vector;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * SQL's patterns on UTF-8 bytes. The pattern is a row of bytes and wildcards; where it does not match, the last {@code %} takes one byte more, so
 * that the time is at most text times pattern.
 */
final class LikeFunction extends UnaryFunction {
    private static final byte LITERAL = 0;
    private static final byte ONE = 1;
    private static final byte ANY = 2;

    private final BooleanVector result;
    private final byte[] kinds;
    private final byte[] bytes;

    LikeFunction(LikePattern pattern, VectorFunction operand, BooleanVector result) {
        super(operand, result);
        this.result = result;
        ByteArrayOutputStream kind = new ByteArrayOutputStream();
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        for (Token token : pattern.tokens()) {
            byte[] text = token instanceof Text plain ? plain.text().getBytes(StandardCharsets.UTF_8) : new byte[1];
            value.writeBytes(text);
            for (int i = 0; i < text.length; i++) {
                kind.write(token instanceof Text ? LITERAL : token == Wildcard.ONE ? ONE : ANY);
            }
        }
        kinds = kind.toByteArray();
        bytes = value.toByteArray();
    }

    @Override
    void apply(Vector value, Selection rows, RowErrors errors) {
        BytesVector texts = (BytesVector) value;
        boolean[] out = result.values();
        for (int i = 0; i < rows.count(); i++) {
            int row = rows.rows()[i];
            int start = texts.starts()[row];
            out[row] = matches(texts.data(), start, start + texts.lengths()[row]);
        }
    }

    private boolean matches(byte[] text, int from, int to) {
        int at = from;
        int place = 0;
        int retryAt = -1;
        int retryPlace = -1;
        while (at < to || place < kinds.length) {
            if (place < kinds.length && kinds[place] == ANY) {
                retryPlace = ++place;
                retryAt = at;
            } else if (place < kinds.length && at < to && kinds[place] == ONE) {
                at += Utf8.length(text, at, to);
                place++;
            } else if (place < kinds.length && at < to && bytes[place] == text[at]) {
                at++;
                place++;
            } else if (retryPlace >= 0 && retryAt < to) {
                retryAt += Utf8.length(text, retryAt, to);
                at = retryAt;
                place = retryPlace;
            } else {
                return false;
            }
        }
        return true;
    }
}
