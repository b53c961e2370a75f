package io.millrace.etl.orc;

import org.apache.hadoop.hive.ql.exec.vector.ColumnVector;
import org.apache.orc.TypeDescription;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.Type;

/**
 * A column, or a member of one: its Parquet type, and how its values are written.
 *
 * @param type always optional, as ORC's are
 */
record OrcField(Type type, OrcValue value) {
    static OrcField of(String name, TypeDescription type) {
        return switch (type.getCategory()) {
            case LIST -> OrcNested.list(name, type);
            case MAP -> OrcNested.map(name, type);
            case STRUCT -> OrcNested.struct(name, type);
            default -> OrcPrimitives.of(name, type);
        };
    }

    /** Writes the field of a row, or nothing for null. */
    void write(RecordConsumer out, int place, ColumnVector vector, int row) {
        int at = vector.isRepeating ? 0 : row;
        if (vector.noNulls || !vector.isNull[at]) {
            out.startField(type.getName(), place);
            value.write(out, vector, at);
            out.endField(type.getName(), place);
        }
    }

    /** Writes a value that is not null. */
    @FunctionalInterface
    interface OrcValue {
        void write(RecordConsumer out, ColumnVector vector, int row);
    }
}
