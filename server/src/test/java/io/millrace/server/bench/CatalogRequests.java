package io.millrace.server.bench;

import java.util.StringJoiner;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The bodies of the benchmark's calls: Glue's own JSON. */
final class CatalogRequests {
    static final String DATABASE = "bench";

    /** Partitions of each value of the first and of the second key. */
    static final int GROUP = 30;

    private static final String SERDE =
            "\"InputFormat\":\"org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat\","
                    + "\"OutputFormat\":\"org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat\","
                    + "\"SerdeInfo\":{\"SerializationLibrary\":\"org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe\"}";

    private CatalogRequests() {}

    static String createDatabase() {
        return "{\"DatabaseInput\":{\"Name\":\"" + DATABASE + "\"}}";
    }

    static String table(String name) {
        return "{\"DatabaseName\":\"" + DATABASE + "\",\"Name\":\"" + name + "\"}";
    }

    static String createTable(String name, int columns) {
        return "{\"DatabaseName\":\"" + DATABASE + "\",\"TableInput\":" + tableInput(name, columns, "0") + "}";
    }

    /** From one version only; the old one is archived. */
    static String updateTable(String name, int columns, long version) {
        return "{\"DatabaseName\":\"" + DATABASE + "\",\"VersionId\":\"" + version + "\",\"TableInput\":"
                + tableInput(name, columns, Long.toString(version + 1)) + "}";
    }

    private static String tableInput(String name, int columns, String counter) {
        return "{\"Name\":\"" + name
                + "\",\"TableType\":\"EXTERNAL_TABLE\",\"Parameters\":{\"classification\":\"parquet\","
                + "\"counter\":\"" + counter + "\"},\"PartitionKeys\":[{\"Name\":\"tenant\",\"Type\":\"string\"},"
                + "{\"Name\":\"day\",\"Type\":\"string\"},{\"Name\":\"n\",\"Type\":\"int\"}],\"StorageDescriptor\":"
                + descriptor("s3://lake/" + name + "/", columns) + "}";
    }

    private static String descriptor(String location, int columns) {
        String list = columns(
                columns,
                i -> "{\"Name\":\"column_" + i + "\",\"Type\":\""
                        + (i % 3 == 0 ? "bigint" : i % 3 == 1 ? "string" : "decimal(18,2)") + "\"}");
        return "{\"Location\":\"" + location + "\"," + (columns == 0 ? "" : "\"Columns\":[" + list + "],") + SERDE
                + "}";
    }

    private static String columns(int count, IntFunction<String> column) {
        return IntStream.range(0, count).mapToObj(column).collect(Collectors.joining(","));
    }

    static String tenant(long i) {
        return "t%06d".formatted(i / GROUP);
    }

    static String day(long i, long total) {
        return "d%06d".formatted(i % groups(total));
    }

    private static long groups(long total) {
        return (total + GROUP - 1) / GROUP;
    }

    /** The partitions from {@code first} on of a table of {@code total}. */
    static String batchCreate(String table, long first, int count, long total, int columns) {
        StringJoiner inputs = new StringJoiner(",");
        for (long i = first; i < first + count; i++) {
            String location = "s3://lake/" + table + "/tenant=" + tenant(i) + "/day=" + day(i, total) + "/n=" + i + "/";
            inputs.add("{\"Values\":[\"" + tenant(i) + "\",\"" + day(i, total) + "\",\"" + i
                    + "\"],\"StorageDescriptor\":" + descriptor(location, columns) + "}");
        }
        return "{\"DatabaseName\":\"" + DATABASE + "\",\"TableName\":\"" + table + "\",\"PartitionInputList\":["
                + inputs + "]}";
    }

    static String filtered(String table, String expression) {
        return "{\"DatabaseName\":\"" + DATABASE + "\",\"TableName\":\"" + table + "\",\"Expression\":\"" + expression
                + "\"}";
    }

    static String page(String table, int segment, int segments, String token) {
        return "{\"DatabaseName\":\"" + DATABASE + "\",\"TableName\":\"" + table + "\",\"Segment\":{\"SegmentNumber\":"
                + segment + ",\"TotalSegments\":" + segments + "}"
                + (token.isEmpty() ? "" : ",\"NextToken\":\"" + token + "\"") + "}";
    }
}
