package io.millrace.etl.lane.expression.evaluate;

import io.millrace.etl.lane.vector.BytesVector;
import io.millrace.etl.lane.vector.IntVector;
import io.millrace.etl.lane.vector.Vector;
import io.millrace.etl.lane.vector.VectorBatch;
import org.jspecify.annotations.Nullable;

/** A piece of a text by characters. Operands behind a null are not evaluated. */
final class SubstringFunction implements VectorFunction {
    private final VectorFunction text;
    private final VectorFunction start;
    private final @Nullable VectorFunction length;
    private final BytesVector result;
    private final Selection[] present;

    SubstringFunction(VectorFunction text, VectorFunction start, @Nullable VectorFunction length, BytesVector result) {
        this.text = text;
        this.start = start;
        this.length = length;
        this.result = result;
        int capacity = result.capacity();
        this.present = new Selection[] {new Selection(capacity), new Selection(capacity), new Selection(capacity)};
    }

    @Override
    public Vector evaluate(VectorBatch in, Selection rows, RowErrors errors) {
        BytesVector texts = (BytesVector) text.evaluate(in, rows, errors);
        result.clear();
        Selection live = present[0].present(rows, texts, result);
        IntVector starts = (IntVector) start.evaluate(in, live, errors);
        live = present[1].present(live, starts, result);
        int @Nullable [] lengths = null;
        if (length != null) {
            IntVector values = (IntVector) length.evaluate(in, live, errors);
            live = present[2].present(live, values, result);
            lengths = values.values();
        }
        for (int i = 0; i < live.count(); i++) {
            int row = live.rows()[i];
            cut(texts, row, starts.values()[row], lengths == null ? Integer.MAX_VALUE : lengths[row]);
        }
        return result;
    }

    /** As Spark's {@code UTF8String.substringSQL}: a start before the text takes its part of the length. */
    private void cut(BytesVector texts, int row, int place, int characters) {
        byte[] data = texts.data();
        int from = texts.starts()[row];
        int to = from + texts.lengths()[row];
        long first = place > 0 ? place - 1L : place < 0 ? (long) Utf8.count(data, from, to) + place : 0;
        long behind = first + characters;
        int begin = skip(data, from, to, Math.max(first, 0));
        int end = skip(data, begin, to, Math.max(behind - Math.max(first, 0), 0));
        result.set(row, data, begin, end - begin);
    }

    private static int skip(byte[] data, int from, int to, long characters) {
        int at = from;
        for (long i = 0; i < characters && at < to; i++) {
            at += Utf8.length(data, at, to);
        }
        return at;
    }
}
