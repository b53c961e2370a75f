package io.millrace.etl.job;

import static io.millrace.etl.job.LakeCase.row;

import java.io.IOException;
import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.deletes.EqualityDeleteWriter;
import org.apache.iceberg.hadoop.HadoopTables;
import org.apache.iceberg.parquet.Parquet;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * An Iceberg table at {@code s3://raw/lakes/<name>/} that Iceberg's own Spark writer makes: deletes by position (version 2) or deletion vector (3), a
 * delete by value, renamed, dropped, added and widened columns.
 *
 * @param name of the table
 */
record LakeIceberg(SparkSession spark, String name) {
    static final List<String> COLUMNS = List.of(
            "id bigint", "title string", "point struct<x:int,name:string,z:double>", "part string", "label string");

    static final List<List<@Nullable String>> ROWS = List.of(
            row("1|one|{1, a, null}|p|"),
            row("4|four|{4, d, null}||"),
            row("5|five|{5, e, 0.5}|p|new"),
            // Deleted by value, and written again after that.
            row("3|again|||new"));

    void write(int version) throws IOException {
        spark.conf().set("spark.sql.catalog.lakes", "org.apache.iceberg.spark.SparkCatalog");
        spark.conf().set("spark.sql.catalog.lakes.type", "hadoop");
        spark.conf().set("spark.sql.catalog.lakes.warehouse", "s3a://raw");
        String table = "lakes.lakes." + name;
        spark.sql("CREATE TABLE " + table + " (id INT, label STRING, point STRUCT<x: INT, y: STRING>, part STRING)"
                + " USING iceberg PARTITIONED BY (part) TBLPROPERTIES ('format-version'='" + version
                + "', 'write.delete.mode'='merge-on-read', 'write.delete.granularity'='partition')");
        spark.sql("INSERT INTO " + table + " VALUES (1, 'one', named_struct('x', 1, 'y', 'a'), 'p'),"
                + " (2, 'two', named_struct('x', 2, 'y', 'b'), 'p'), (3, 'three', null, null),"
                + " (4, 'four', named_struct('x', 4, 'y', 'd'), null)");
        spark.sql("DELETE FROM " + table + " WHERE id = 2");
        spark.sql("ALTER TABLE " + table + " RENAME COLUMN label TO title");
        spark.sql("ALTER TABLE " + table + " RENAME COLUMN point.y TO name");
        spark.sql("ALTER TABLE " + table + " ADD COLUMNS (label STRING, point.z DOUBLE)");
        spark.sql("ALTER TABLE " + table + " ALTER COLUMN id TYPE BIGINT");
        deleteByValue("three");
        spark.sql("REFRESH TABLE " + table);
        spark.sql("INSERT INTO " + table + " (id, title, point, part, label) VALUES"
                + " (3, 'again', null, null, 'new'), (5, 'five', named_struct('x', 5, 'name', 'e', 'z', 0.5D), 'p', 'new'),"
                + " (6, 'six', null, 'p', null)");
        spark.sql("DELETE FROM " + table + " WHERE title = 'six'");
    }

    /** Streaming writers such as Flink's delete so; Spark does not. */
    private void deleteByValue(String title) throws IOException {
        Table table = new HadoopTables(spark.sessionState().newHadoopConf()).load("s3a://raw/lakes/" + name);
        Schema compared = table.schema().select("title");
        table.updateSpec().removeField("part").commit();
        table.refresh();
        EqualityDeleteWriter<Record> writer = Parquet.writeDeletes(
                        table.io().newOutputFile(table.location() + "/data/deletes.parquet"))
                .forTable(table)
                .rowSchema(compared)
                .withSpec(table.spec())
                .equalityFieldIds(table.schema().findField("title").fieldId())
                .createWriterFunc(GenericParquetWriter::create)
                .buildEqualityWriter();
        try (writer) {
            writer.write(GenericRecord.create(compared).copy("title", title));
        }
        table.newRowDelta().addDeletes(writer.toDeleteFile()).commit();
    }
}
