package io.millrace.etl.lane.parquet;

import io.millrace.catalog.layout.PartitionNames;
import io.millrace.etl.lane.LaneColumn;
import io.millrace.etl.lane.vector.BooleanVector;
import io.millrace.etl.lane.vector.BytesVector;
import io.millrace.etl.lane.vector.Vector;
import io.millrace.etl.lane.vector.VectorBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Groups the rows of a batch by their partition keys' values. Each combination of values that was seen has a number, from 0 in the
 * order of appearance. Rows of a group keep their order.
 */
final class PartitionRouter {
    private final List<Key> keys = new ArrayList<>();
    /** One for each key but the first: the keys before it and the key's own value, to the number of the combination. */
    private final List<LongDictionary> combinations = new ArrayList<>();

    private int[] combination = new int[0];
    private int[] values = new int[0];
    private int[] order = new int[0];
    private int[] ends = new int[0];
    private int[] groups = new int[0];
    private int groupCount;

    PartitionRouter(List<LaneColumn> columns, List<Integer> keyColumns) {
        for (int column : keyColumns) {
            keys.add(new Key(column, columns.get(column)));
            combinations.add(new LongDictionary());
        }
    }

    private static final class Key {
        private final int column;
        private final LaneColumn definition;
        private final LongDictionary numbers = new LongDictionary();
        private final BytesDictionary texts = new BytesDictionary();
        private final long[] one = new long[1];
        private final int[] selected = new int[1];

        Key(int column, LaneColumn definition) {
            this.column = column;
            this.definition = definition;
        }

        /** Numbers the values: 0 is null, and empty text. */
        void number(VectorBatch batch, int[] target) {
            Vector vector = batch.vector(column);
            for (int row = 0; row < batch.rows(); row++) {
                target[row] = vector.isNull(row) || isEmpty(vector, row) ? 0 : 1 + numberOf(vector, row);
            }
        }

        /** An empty text goes by the name of null. */
        private static boolean isEmpty(Vector vector, int row) {
            return vector instanceof BytesVector bytes && bytes.lengths()[row] == 0;
        }

        private int numberOf(Vector vector, int row) {
            if (vector instanceof BytesVector bytes) {
                int start = bytes.starts()[row];
                int length = bytes.lengths()[row];
                return texts.add(bytes.data(), start, length, TextPrefix.of(bytes.data(), start, length));
            }
            if (vector instanceof BooleanVector truth) {
                return truth.values()[row] ? 1 : 0;
            }
            selected[0] = row;
            Gather.into(one, vector, selected, 0, 1);
            return numbers.add(one[0]);
        }
    }

    /** Groups the batch's rows; how many groups there are. */
    int route(VectorBatch batch) {
        int rows = batch.rows();
        if (order.length < rows) {
            combination = new int[rows];
            values = new int[rows];
            order = new int[rows];
        }
        number(batch);
        int largest = 0;
        boolean same = true;
        for (int row = 0; row < rows; row++) {
            largest = Math.max(largest, combination[row]);
            same &= combination[row] == combination[0];
        }
        if (ends.length <= largest) {
            ends = Arrays.copyOf(ends, Math.max(largest + 1, 2 * ends.length));
            groups = Arrays.copyOf(groups, ends.length);
        }
        if (same) {
            return oneGroup(rows);
        }
        return sort(rows);
    }

    private void number(VectorBatch batch) {
        int rows = batch.rows();
        if (keys.isEmpty()) {
            Arrays.fill(combination, 0, rows, 0);
            return;
        }
        keys.get(0).number(batch, combination);
        for (int key = 1; key < keys.size(); key++) {
            keys.get(key).number(batch, values);
            LongDictionary pairs = combinations.get(key);
            for (int row = 0; row < rows; row++) {
                combination[row] = pairs.add(((long) combination[row] << Integer.SIZE) | values[row]);
            }
        }
    }

    private int oneGroup(int rows) {
        for (int row = 0; row < rows; row++) {
            order[row] = row;
        }
        groupCount = rows == 0 ? 0 : 1;
        if (rows > 0) {
            groups[0] = combination[0];
            ends[combination[0]] = rows;
        }
        return groupCount;
    }

    /** A counting sort over the combinations that occur. */
    private int sort(int rows) {
        groupCount = 0;
        Arrays.fill(ends, 0);
        for (int row = 0; row < rows; row++) {
            if (ends[combination[row]]++ == 0) {
                groups[groupCount++] = combination[row];
            }
        }
        int from = 0;
        for (int group = 0; group < groupCount; group++) {
            int count = ends[groups[group]];
            ends[groups[group]] = from;
            from += count;
        }
        for (int row = 0; row < rows; row++) {
            order[ends[combination[row]]++] = row;
        }
        return groupCount;
    }

    /** The rows, group by group. */
    int[] order() {
        return order;
    }

    /** The number of the group's combination. */
    int combination(int group) {
        return groups[group];
    }

    /** Where the group begins in {@link #order}. */
    int from(int group) {
        return group == 0 ? 0 : to(group - 1);
    }

    /** Where the group ends in {@link #order}. */
    int to(int group) {
        return ends[groups[group]];
    }

    /** The folder of a row's partition; empty without keys. */
    String folder(VectorBatch batch, int row) {
        List<String> names = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (Key key : keys) {
            Vector vector = batch.vector(key.column);
            names.add(key.definition.name());
            texts.add(vector.isNull(row) ? "" : FolderValueText.of(key.definition.type(), vector, row));
        }
        return PartitionNames.format(names, texts);
    }
}
