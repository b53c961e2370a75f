package io.millrace.catalog.crawl;

import io.millrace.catalog.classify.CsvDialect;
import io.millrace.catalog.classify.CsvDialect.Escape;
import io.millrace.catalog.classify.CsvDialect.Library;
import io.millrace.catalog.classify.FileFormat;
import io.millrace.catalog.classify.FileSchema;
import io.millrace.catalog.classify.FormatDetail;
import io.millrace.catalog.classify.JsonDialect;
import io.millrace.catalog.classify.JsonDialect.Layout;
import io.millrace.catalog.type.JsonKeys;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.services.glue.model.SerDeInfo;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;

/**
 * The SerDes and Hadoop formats that Glue's crawlers register, and for Delta and Hudi tables those that Spark's and Hudi's own
 * catalog synchronisation do. One differs on purpose: a CSV with quoted cells gets OpenCSVSerde, which reads them, where
 * Glue registers LazySimpleSerDe, which does not, and leaves it to the user. XML tables have no SerDe at all: in Glue too they
 * are for ETL jobs, which go by the row tag.
 */
final class SerDes {
    /** Our parameter for how JSON records lie in a file, where that is not one in a line. */
    static final String JSON_LAYOUT = "millrace.json-layout";

    private static final HadoopFormat TEXT = new HadoopFormat(
            "org.apache.hadoop.mapred.TextInputFormat", "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat");
    private static final HadoopFormat PARQUET = new HadoopFormat(
            "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
            "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat");
    private static final HadoopFormat AVRO = new HadoopFormat(
            "org.apache.hadoop.hive.ql.io.avro.AvroContainerInputFormat",
            "org.apache.hadoop.hive.ql.io.avro.AvroContainerOutputFormat");
    private static final HadoopFormat ORC = new HadoopFormat(
            "org.apache.hadoop.hive.ql.io.orc.OrcInputFormat", "org.apache.hadoop.hive.ql.io.orc.OrcOutputFormat");
    private static final HadoopFormat SEQUENCE_FILE = new HadoopFormat(
            "org.apache.hadoop.mapred.SequenceFileInputFormat",
            "org.apache.hadoop.hive.ql.io.HiveSequenceFileOutputFormat");
    private static final HadoopFormat HUDI =
            new HadoopFormat("org.apache.hudi.hadoop.HoodieParquetInputFormat", PARQUET.output());
    private static final HadoopFormat HUDI_MERGE_ON_READ =
            new HadoopFormat("org.apache.hudi.hadoop.realtime.HoodieParquetRealtimeInputFormat", PARQUET.output());

    private static final String LAZY_SIMPLE = "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe";
    private static final String OPEN_CSV = "org.apache.hadoop.hive.serde2.OpenCSVSerde";
    private static final String OPENX_JSON = "org.openx.data.jsonserde.JsonSerDe";
    private static final String PARQUET_SERDE = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe";
    private static final String AVRO_SERDE = "org.apache.hadoop.hive.serde2.avro.AvroSerDe";
    private static final String ORC_SERDE = "org.apache.hadoop.hive.ql.io.orc.OrcSerde";
    private static final String GROK_SERDE = "com.amazonaws.glue.serde.GrokSerDe";

    private static final Map<String, String> FORMAT_1 = Map.of("serialization.format", "1");

    private SerDes() {}

    private record HadoopFormat(String input, String output) {
        StorageDescriptor.Builder in(StorageDescriptor.Builder descriptor) {
            return descriptor.inputFormat(input).outputFormat(output);
        }
    }

    /** Fills in the SerDe and the formats; the location must be there already. */
    static void describe(FileSchema schema, StorageDescriptor.Builder descriptor) {
        FormatDetail detail = schema.detail();
        if (detail instanceof FormatDetail.Csv csv) {
            TEXT.in(descriptor).serdeInfo(csv(csv.dialect()));
        } else if (detail instanceof FormatDetail.Json json) {
            TEXT.in(descriptor).serdeInfo(json(json.dialect()));
        } else if (detail instanceof FormatDetail.Grok grok) {
            TEXT.in(descriptor).serdeInfo(serDe(GROK_SERDE, grok(grok)));
        } else if (detail instanceof FormatDetail.Xml xml) {
            descriptor.serdeInfo(
                    SerDeInfo.builder().parameters(xml.tableParameters()).build());
        } else if (detail instanceof FormatDetail.Avro avro) {
            AVRO.in(descriptor).serdeInfo(serDe(AVRO_SERDE, with(FORMAT_1, avro.tableParameters())));
        } else if (detail instanceof FormatDetail.TableFormat table) {
            describeTable(table, descriptor.build().location(), descriptor);
        } else if (schema.format() == FileFormat.ORC) {
            ORC.in(descriptor).serdeInfo(serDe(ORC_SERDE, FORMAT_1));
        } else {
            PARQUET.in(descriptor).serdeInfo(serDe(PARQUET_SERDE, FORMAT_1));
        }
    }

    /** Spark finds Delta and Hudi tables by the SerDe's {@code path}; Iceberg's need none, as Iceberg's own Glue catalog has it. */
    private static void describeTable(
            FormatDetail.TableFormat table, String location, StorageDescriptor.Builder descriptor) {
        Map<String, String> parameters = with(FORMAT_1, Map.of("path", location.substring(0, location.length() - 1)));
        switch (table.kind()) {
            case ICEBERG -> descriptor.serdeInfo(SerDeInfo.builder().build());
            case DELTA -> SEQUENCE_FILE.in(descriptor).serdeInfo(serDe(LAZY_SIMPLE, parameters));
            case HUDI -> {
                boolean mergeOnRead =
                        "MERGE_ON_READ".equals(table.tableParameters().get("hoodie.table.type"));
                HadoopFormat format = mergeOnRead ? HUDI_MERGE_ON_READ : HUDI;
                format.in(descriptor)
                        .serdeInfo(serDe(PARQUET_SERDE, with(parameters, Map.of("hoodie.query.as.ro.table", "false"))));
            }
        }
    }

    private static Map<String, String> grok(FormatDetail.Grok grok) {
        Map<String, String> pattern = Map.of("input.format", grok.pattern());
        return grok.customPatterns().isEmpty()
                ? pattern
                : with(pattern, Map.of("input.grokCustomPatterns", grok.customPatterns()));
    }

    /** Beside Glue's parameters those by which OpenX and we find keys that are no column names, and how records lie in a file. */
    private static SerDeInfo json(JsonDialect dialect) {
        Map<String, String> parameters = new HashMap<>();
        parameters.put(JsonKeys.PATHS, String.join(",", dialect.keys()));
        dialect.renamed().forEach((column, key) -> parameters.put(JsonKeys.MAPPING_PREFIX + column, key));
        if (!dialect.nestedKeys().isEmpty()) {
            parameters.put(JsonKeys.NESTED_PATHS, String.join(",", dialect.nestedKeys()));
        }
        if (dialect.layout() != Layout.LINES) {
            parameters.put(JSON_LAYOUT, dialect.layout().name().toLowerCase(Locale.ROOT));
        }
        if (!dialect.path().isEmpty()) {
            parameters.put("jsonPath", dialect.path());
        }
        return serDe(OPENX_JSON, parameters);
    }

    private static SerDeInfo csv(CsvDialect dialect) {
        String delimiter = String.valueOf(dialect.delimiter());
        Map<String, String> parameters = new HashMap<>();
        if (!dialect.encoding().isUtf8()) {
            parameters.put("serialization.encoding", dialect.encoding().charsetName());
        }
        if (dialect.library() == Library.LAZY_SIMPLE) {
            parameters.put("field.delim", delimiter);
            return serDe(LAZY_SIMPLE, parameters);
        }
        String quote = String.valueOf(dialect.quote());
        parameters.put("separatorChar", delimiter);
        parameters.put("quoteChar", quote);
        // RFC 4180: a quote inside quotes is doubled, so that it escapes itself; a backslash means nothing.
        parameters.put("escapeChar", dialect.escape() == Escape.BACKSLASH ? "\\" : quote);
        return serDe(OPEN_CSV, parameters);
    }

    private static Map<String, String> with(Map<String, String> some, Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(some);
        all.putAll(more);
        return all;
    }

    private static SerDeInfo serDe(String library, Map<String, String> parameters) {
        return SerDeInfo.builder()
                .serializationLibrary(library)
                .parameters(parameters)
                .build();
    }
}
