package io.millrace.etl.sql;

import io.millrace.catalog.record.RecordFormat;
import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.catalog.type.JsonKeys;
import io.millrace.etl.lakehouse.LakeFormat;
import io.millrace.etl.orc.OrcConversion;
import io.millrace.etl.sql.SqlException.Code;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.SerDeInfo;
import software.amazon.awssdk.services.glue.model.Table;

/**
 * How a table's files are read, chosen by its SerDe: the reader's call and an expression for each column. Text becomes the
 * column's type or, where it is none, null, as in Hive; lines with too few fields are filled with nulls, further fields ignored.
 */
final class TableFormat {
    /** The reader's column that holds the file. */
    static final String FILE = "millrace.file";

    private static final Set<Primitive> INTEGERS =
            Set.of(Primitive.TINYINT, Primitive.SMALLINT, Primitive.INT, Primitive.BIGINT);

    private final Table table;
    private final List<Column> columns;
    private final Map<String, String> parameters = new HashMap<>();
    private final String serde;
    private final Optional<RecordFormat> records;

    TableFormat(Table table) {
        this.table = table;
        this.columns = table.storageDescriptor() == null
                ? List.of()
                : table.storageDescriptor().columns();
        SerDeInfo info = table.storageDescriptor() == null
                ? null
                : table.storageDescriptor().serdeInfo();
        this.parameters.putAll(table.parameters());
        if (info != null) {
            this.parameters.putAll(info.parameters());
        }
        String library = info == null || info.serializationLibrary() == null ? "" : info.serializationLibrary();
        this.serde = library.substring(library.lastIndexOf('.') + 1);
        this.records = records(library);
    }

    static String serdeOf(Table table) {
        return new TableFormat(table).serde;
    }

    private Optional<RecordFormat> records(String library) {
        Map<String, String> types = new LinkedHashMap<>();
        columns.forEach(column -> types.put(lower(column), column.type() == null ? "string" : column.type()));
        try {
            return RecordFormat.of(library, parameters, types);
        } catch (IllegalArgumentException e) {
            throw new SqlException(
                    Code.GENERIC_USER_ERROR,
                    "Cannot read table %s.%s: %s".formatted(table.databaseName(), table.name(), e.getMessage()),
                    e);
        }
    }

    /** What the engine is to read of an object. */
    CopyForm copies(OrcConversion orc) {
        if (records.isPresent()) {
            return new RecordCopy(records.get());
        }
        return switch (serde) {
            case "ParquetHiveSerDe" -> StoredCopy.AS_STORED;
            case "OrcSerde" ->
                new OrcCopy(orc, columns.stream().map(TableFormat::lower).toList());
            default -> new TextCopy(encoding());
        };
    }

    /** What text files are written in, if it is not UTF-8. */
    private Optional<Charset> encoding() {
        String name = parameters.getOrDefault("serialization.encoding", "UTF-8");
        try {
            return Optional.of(Charset.forName(name)).filter(charset -> !charset.equals(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new SqlException(
                    Code.GENERIC_USER_ERROR,
                    "serialization.encoding of table %s is unknown: %s".formatted(table.name(), name),
                    e);
        }
    }

    /** The rendering of the columns without partition keys. */
    List<String> emptyColumns() {
        return columns.stream()
                .map(column -> "CAST(NULL AS " + TypeRenderer.of(type(column)) + ") AS " + name(column))
                .toList();
    }

    /** What reads the files; {@code describe} tells the lower-case names of the columns that a FROM clause gives. */
    Source source(Collection<String> files, Function<String, Set<String>> describe) {
        refuseTableFormats();
        if (records.isPresent()) {
            return json(files);
        }
        return switch (serde) {
            case "LazySimpleSerDe" -> lazySimple(files);
            case "OpenCSVSerde" -> openCsv(files);
            case "JsonSerDe", "HiveJsonSerDe" -> json(files);
            // Copies of ORC files are Parquet.
            case "ParquetHiveSerDe", "OrcSerde" -> parquet(files, describe);
            case "" -> throw notSupported(otherReaders());
            default -> throw notSupported("");
        };
    }

    /** A database's tables are for jobs, in Glue too; table formats have their own metadata. */
    String otherReaders() {
        String connection = parameters.getOrDefault("connectionName", "");
        if (!connection.isEmpty()) {
            return "; it is a table of the database behind connection '%s', which a job reads by JDBC"
                    .formatted(connection);
        }
        String kind = parameters.getOrDefault("table_type", parameters.getOrDefault("classification", ""));
        return kind.isEmpty() ? "" : "; its data are " + kind.toLowerCase(Locale.ROOT) + ", which a Spark job reads";
    }

    /** Their folders hold files that are rows no longer; only their own metadata say which are. */
    private void refuseTableFormats() {
        LakeFormat.of(table).ifPresent(kind -> {
            throw new SqlException(
                    Code.NOT_SUPPORTED,
                    "Table %s.%s is a table of %s, whose metadata this engine was not given a reader for"
                            .formatted(table.databaseName(), table.name(), kind));
        });
    }

    private SqlException notSupported(String way) {
        return new SqlException(
                Code.NOT_SUPPORTED,
                "Table %s.%s has SerDe '%s'; supported are LazySimpleSerDe, OpenCSVSerde, JsonSerDe, ParquetHiveSerDe, OrcSerde, AvroSerDe, GrokSerDe and XML%s"
                        .formatted(table.databaseName(), table.name(), serde, way));
    }

    private Source lazySimple(Collection<String> files) {
        String delimiter = parameters.getOrDefault("field.delim", parameters.getOrDefault("serialization.format", ""));
        // Hive's default; "1" is how serialization.format spells it.
        String character = delimiter.isEmpty() || delimiter.equals("1") ? "\1" : delimiter;
        String nulls = parameters.getOrDefault("serialization.null.format", "\\N");
        return csv(
                files,
                "delim=%s, quote='', escape='', nullstr=%s"
                        .formatted(DuckDbText.literal(character), DuckDbText.literal(nulls)));
    }

    private Source openCsv(Collection<String> files) {
        String quote = parameters.getOrDefault("quoteChar", "\"");
        // OpenCSV understands a doubled quote and its escape character; DuckDB one of them: the doubled quote unless
        // told.
        String escape = parameters.getOrDefault("escapeChar", quote);
        return csv(
                files,
                // DuckDB refuses lines in quotes, and rows that are too short, where several threads read a file.
                "parallel=false, delim=%s, quote=%s, escape=%s"
                        .formatted(
                                DuckDbText.literal(parameters.getOrDefault("separatorChar", ",")),
                                DuckDbText.literal(quote),
                                DuckDbText.literal(escape)));
    }

    private Source csv(Collection<String> files, String dialect) {
        String names = IntStream.range(0, columns.size())
                .mapToObj(i -> "'c" + i + "': 'VARCHAR'")
                .collect(Collectors.joining(", ", "{", "}"));
        String from =
                "read_csv(%s, auto_detect=false, header=false, skip=%d, null_padding=true, strict_mode=false, %s, columns=%s, filename='%s')"
                        .formatted(DuckDbText.literals(files), headerLines(), dialect, names, FILE);
        List<String> expressions = IntStream.range(0, columns.size())
                .mapToObj(i -> fromText(columns.get(i), "s.c" + i) + " AS " + name(columns.get(i)))
                .toList();
        return new Source(from, expressions);
    }

    private int headerLines() {
        String lines = parameters.getOrDefault("skip.header.line.count", "0");
        try {
            return Integer.parseInt(lines.strip());
        } catch (NumberFormatException e) {
            throw new SqlException(
                    Code.GENERIC_USER_ERROR,
                    "skip.header.line.count of table %s is no number: %s".formatted(table.name(), lines),
                    e);
        }
    }

    private String fromText(Column column, String text) {
        HiveType type = type(column);
        if (type instanceof HiveType.Array || type instanceof HiveType.MapOf || type instanceof HiveType.Struct) {
            throw new SqlException(
                    Code.NOT_SUPPORTED,
                    "Column %s of table %s: %s in delimited text is not supported"
                            .formatted(column.name(), table.name(), type));
        }
        String rendered = TypeRenderer.of(type);
        if (rendered.equals("VARCHAR")) {
            return text;
        } else if (type == Primitive.BINARY) {
            // Records' bytes are written as escapes, which the cast undoes.
            return (records.isPresent() ? "CAST(" + text + " AS BLOB)" : "encode(" + text + ")");
        } else if (type == Primitive.BOOLEAN) {
            return "CASE lower(" + text + ") WHEN 'true' THEN true WHEN 'false' THEN false END";
        } else if (type instanceof Primitive primitive && INTEGERS.contains(primitive)) {
            // Hive cuts a fraction off, DuckDB rounds.
            return "CASE WHEN contains(%1$s, '.') THEN TRY_CAST(trunc(TRY_CAST(%1$s AS DOUBLE)) AS %2$s) ELSE TRY_CAST(%1$s AS %2$s) END"
                    .formatted(text, rendered);
        }
        return "TRY_CAST(" + text + " AS " + rendered + ")";
    }

    private Source json(Collection<String> files) {
        JsonKeys keys = JsonKeys.of(parameters);
        String names = columns.stream()
                .map(column -> DuckDbText.literal(keys.of(column.name())) + ": "
                        + DuckDbText.literal(jsonType(keys.written(column.name(), type(column)))))
                .collect(Collectors.joining(", ", "{", "}"));
        // The crawlers say where files are not one object a line.
        String layout =
                records.isEmpty() && parameters.containsKey("millrace.json-layout") ? "auto" : "newline_delimited";
        String from = "read_json(%s, format='%s', columns=%s, filename='%s')"
                .formatted(DuckDbText.literals(files), layout, names, FILE);
        List<String> expressions = columns.stream()
                .map(column -> {
                    String key = "s." + DuckDbText.name(keys.of(column.name()));
                    boolean nested = !jsonType(type(column)).equals("VARCHAR");
                    return (nested ? key : fromText(column, key)) + " AS " + name(column);
                })
                .toList();
        return new Source(from, expressions);
    }

    private static String jsonType(HiveType type) {
        boolean nested =
                type instanceof HiveType.Array || type instanceof HiveType.MapOf || type instanceof HiveType.Struct;
        return nested ? TypeRenderer.of(type) : "VARCHAR";
    }

    private Source parquet(Collection<String> files, Function<String, Set<String>> describe) {
        String from = "read_parquet(%s, union_by_name=true, filename='%s')".formatted(DuckDbText.literals(files), FILE);
        Set<String> present = describe.apply(from);
        List<String> expressions = columns.stream()
                .map(column -> "CAST("
                        + (present.contains(lower(column)) ? "s." + name(column) : "NULL")
                        + " AS " + TypeRenderer.of(type(column)) + ") AS " + name(column))
                .toList();
        return new Source(from, expressions);
    }

    HiveType type(Column column) {
        try {
            return HiveType.parse(column.type() == null ? "string" : column.type());
        } catch (IllegalArgumentException e) {
            throw new SqlException(
                    Code.NOT_SUPPORTED,
                    "Column %s of table %s: %s".formatted(column.name(), table.name(), e.getMessage()),
                    e);
        }
    }

    private static String lower(Column column) {
        return column.name().toLowerCase(Locale.ROOT);
    }

    static String name(Column column) {
        return DuckDbText.name(lower(column));
    }

    /**
     * How files are read.
     *
     * @param from the reader's call
     * @param expressions the table's columns over the reader's, whose alias is {@code s}
     */
    record Source(String from, List<String> expressions) {}
}
