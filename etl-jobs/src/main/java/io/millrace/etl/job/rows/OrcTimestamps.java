package io.millrace.etl.job.rows;

import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.etl.job.column.HiveTypes;
import io.millrace.etl.job.failure.JobFailureException;
import io.millrace.etl.job.source.SourceTable;
import io.millrace.etl.job.source.SourceTable.SourceColumn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.orc.OrcFile;
import org.apache.orc.Reader;
import org.apache.orc.TypeDescription;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * By which schemas a table's ORC files must be read. Spark writes timestamps without zone as numbers with a mark, where all others (and Spark, for those
 * with zone) write ORC's own type. In a session whose timestamps have no zone it takes one for the other: read as such, ORC's own become garbage, and
 * read as those with zone it refuses them. ORC itself turns its timestamps into text, without a zone on either side. So each file is
 * asked first, by its footer, and files that agree are read together, ORC's timestamps as text that is cast.
 */
final class OrcTimestamps {
    /** Spark's attribute of a column whose type ORC does not have, and what it says of a timestamp without zone. */
    private static final String MARK = "spark.sql.catalyst.type";

    private static final String NO_ZONE = "timestamp_ntz";

    private OrcTimestamps() {}

    /**
     * The files by the schema to read them with.
     *
     * @throws JobFailureException naming a file and a column whose values the table's type does not hold
     */
    static Map<StructType, List<String>> bySchema(SparkSession spark, SourceTable table, List<String> files) {
        SerializableConfiguration configuration =
                new SerializableConfiguration(spark.sessionState().newHadoopConf());
        StructType answer = new StructType()
                .add("file", DataTypes.StringType)
                .add("schema", DataTypes.StringType)
                .add("marked", DataTypes.StringType);
        int tasks = Math.min(files.size(), 4 * spark.sparkContext().defaultParallelism());
        Dataset<Row> schemas = spark.createDataset(files, Encoders.STRING())
                .repartition(Math.max(1, tasks))
                .map(new Footer(configuration), Encoders.row(answer));
        Map<String, StructType> known = new HashMap<>();
        Map<StructType, List<String>> found = new LinkedHashMap<>();
        for (Row file : schemas.collectAsList()) {
            StructType read = known.computeIfAbsent(file.getString(1) + file.getString(2), any -> {
                TypeDescription type = marked(TypeDescription.fromString(file.getString(1)), file.getString(2));
                OrcDrift.of(table, type).ifPresent(drift -> {
                    throw new JobFailureException(
                            "Cannot read %s: %s, which holds no such values; change the column's type in the catalog, or put the file elsewhere"
                                    .formatted(file.getString(0), drift));
                });
                return schema(table, (StructType) kinds(type));
            });
            found.computeIfAbsent(read, first -> new ArrayList<>()).add(file.getString(0));
        }
        return found;
    }

    /** Whether it is a number that stands for a timestamp without zone. */
    static boolean isMarked(TypeDescription type) {
        return NO_ZONE.equals(type.getAttributeValue(MARK));
    }

    /** A schema as text has no marks: they are told by the types' numbers, in their order. */
    private static String marks(TypeDescription schema) {
        return IntStream.rangeClosed(schema.getId(), schema.getMaximumId())
                .filter(id -> isMarked(schema.findSubtype(id)))
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(","));
    }

    private static TypeDescription marked(TypeDescription schema, String marks) {
        for (String id : marks.isEmpty() ? new String[0] : marks.split(",", -1)) {
            schema.findSubtype(Integer.parseInt(id)).setAttribute(MARK, NO_ZONE);
        }
        return schema;
    }

    /** A file's path, its schema and what is marked in it. */
    private record Footer(SerializableConfiguration configuration) implements MapFunction<String, Row> {
        @Override
        public Row call(String file) throws IOException {
            try (Reader reader = OrcFile.createReader(new Path(file), OrcFile.readerOptions(configuration.value()))) {
                TypeDescription schema = reader.getSchema();
                return RowFactory.create(file, schema.toString(), marks(schema));
            }
        }
    }

    /** The file's schema, where of types that hold no others only timestamps are told apart. */
    private static DataType kinds(TypeDescription type) {
        return switch (type.getCategory()) {
            case STRUCT -> {
                StructType struct = new StructType();
                for (int i = 0; i < type.getChildren().size(); i++) {
                    struct = struct.add(
                            type.getFieldNames().get(i),
                            kinds(type.getChildren().get(i)));
                }
                yield struct;
            }
            case LIST -> DataTypes.createArrayType(kinds(type.getChildren().get(0)));
            case MAP ->
                DataTypes.createMapType(
                        kinds(type.getChildren().get(0)),
                        kinds(type.getChildren().get(1)));
            case TIMESTAMP, TIMESTAMP_INSTANT -> DataTypes.StringType;
            default -> DataTypes.NullType;
        };
    }

    private static StructType schema(SourceTable table, StructType written) {
        List<SourceColumn> columns = table.columns();
        // Hive's early versions wrote no names; Spark then takes the columns in their order.
        boolean unnamed = written.length() > 0
                && List.of(written.fieldNames()).stream().allMatch(name -> name.startsWith("_col"));
        StructType schema = new StructType();
        for (int i = 0; i < columns.size(); i++) {
            SourceColumn column = columns.get(i);
            DataType own = unnamed
                    ? i < written.length() ? written.fields()[i].dataType() : DataTypes.NullType
                    : member(written, column.name());
            schema = schema.add(column.name(), type(column.type(), own), true);
        }
        return schema;
    }

    private static DataType member(DataType written, String name) {
        if (written instanceof StructType struct) {
            for (StructField field : struct.fields()) {
                if (field.name().toLowerCase(Locale.ROOT).equals(name)) {
                    return field.dataType();
                }
            }
        }
        return DataTypes.NullType;
    }

    /** The catalog's type with the file's kind of timestamp. */
    private static DataType type(HiveType type, DataType written) {
        if (type == Primitive.TIMESTAMP) {
            return written.sameType(DataTypes.StringType) ? DataTypes.StringType : DataTypes.TimestampNTZType;
        }
        if (type instanceof HiveType.Array array) {
            DataType element = written instanceof ArrayType list ? list.elementType() : DataTypes.NullType;
            return DataTypes.createArrayType(type(array.element(), element));
        }
        if (type instanceof HiveType.MapOf map) {
            DataType key = written instanceof MapType entries ? entries.keyType() : DataTypes.NullType;
            DataType value = written instanceof MapType entries ? entries.valueType() : DataTypes.NullType;
            return DataTypes.createMapType(type(map.key(), key), type(map.value(), value));
        }
        if (type instanceof HiveType.Struct struct) {
            List<StructField> fields = struct.fields().stream()
                    .map(field -> DataTypes.createStructField(
                            field.name(), type(field.type(), member(written, field.name())), true))
                    .toList();
            return DataTypes.createStructType(fields);
        }
        return HiveTypes.toSpark(type);
    }
}
