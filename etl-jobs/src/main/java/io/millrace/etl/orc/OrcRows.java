package io.millrace.etl.orc;

import io.millrace.etl.orc.OrcColumns.Column;
import io.millrace.etl.orc.OrcRows.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.ql.exec.vector.VectorizedRowBatch;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/** Hands rows of ORC batches to a Parquet writer, by a field for each column. */
final class OrcRows extends WriteSupport<Row> {
    /** A Parquet file must have a column, and SQL counts rows by files. */
    private static final Type NOTHING =
            Types.optional(PrimitiveTypeName.BOOLEAN).named("millrace.nothing");

    private final List<OrcField> fields = new ArrayList<>();
    private final List<Integer> places = new ArrayList<>();
    private final MessageType schema;
    private RecordConsumer consumer;

    /** One row of a batch. */
    record Row(VectorizedRowBatch batch, int index) {}

    // The writer sets the consumer before the first row.
    @SuppressWarnings("NullAway.Init")
    OrcRows(OrcColumns columns) {
        Types.MessageTypeBuilder message = Types.buildMessage();
        for (Column column : columns.columns()) {
            OrcField field = OrcField.of(column.name(), column.type());
            fields.add(field);
            places.add(column.place());
            message.addField(field.type());
        }
        if (fields.isEmpty()) {
            message.addField(NOTHING);
        }
        this.schema = message.named("rows");
    }

    static final class Builder extends ParquetWriter.Builder<Row, Builder> {
        private final OrcColumns columns;

        Builder(OutputFile file, OrcColumns columns) {
            super(file);
            this.columns = columns;
            withConf(new PlainParquetConfiguration());
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        @SuppressWarnings("deprecation") // abstract all the same
        protected WriteSupport<Row> getWriteSupport(Configuration configuration) {
            return new OrcRows(columns);
        }

        @Override
        protected WriteSupport<Row> getWriteSupport(ParquetConfiguration configuration) {
            return new OrcRows(columns);
        }
    }

    @Override
    @SuppressWarnings("deprecation") // abstract all the same
    public WriteContext init(Configuration configuration) {
        return new WriteContext(schema, Map.of());
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
        return new WriteContext(schema, Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
        consumer = recordConsumer;
    }

    @Override
    public void write(Row row) {
        consumer.startMessage();
        for (int i = 0; i < fields.size(); i++) {
            fields.get(i).write(consumer, i, row.batch().cols[places.get(i)], row.index());
        }
        consumer.endMessage();
    }
}
