package io.millrace.etl.sql;

import java.util.ArrayList;
import java.util.List;

/** A result in memory. */
final class TestingRows implements ResultRows {
    final List<ResultColumn> columns = new ArrayList<>();
    final List<List<String>> rows = new ArrayList<>();

    @Override
    public void columns(List<ResultColumn> resultColumns) {
        columns.addAll(resultColumns);
    }

    @Override
    public void row(List<String> values) {
        rows.add(values);
    }
}
