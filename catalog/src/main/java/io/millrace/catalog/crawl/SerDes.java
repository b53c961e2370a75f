package io.millrace.catalog.crawl;

import io.millrace.catalog.classify.CsvDialect;
import io.millrace.catalog.classify.CsvDialect.Escape;
import io.millrace.catalog.classify.CsvDialect.Library;
import io.millrace.catalog.classify.FileSchema;
import io.millrace.catalog.classify.FormatDetail;
import io.millrace.catalog.classify.JsonDialect;
import io.millrace.catalog.classify.JsonDialect.Layout;
import io.millrace.catalog.type.JsonKeys;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.services.glue.model.SerDeInfo;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;

/**
 * The SerDes and Hadoop formats that Glue's crawlers register. One differs on purpose: a CSV with quoted cells gets
 * OpenCSVSerde, which reads them, where Glue registers LazySimpleSerDe, which does not, and leaves it to the user.
 */
final class SerDes {
    private static final String TEXT_INPUT = "org.apache.hadoop.mapred.TextInputFormat";
    private static final String TEXT_OUTPUT = "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat";
    private static final String PARQUET_INPUT = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat";
    private static final String PARQUET_OUTPUT = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat";
    private static final String LAZY_SIMPLE = "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe";
    private static final String OPEN_CSV = "org.apache.hadoop.hive.serde2.OpenCSVSerde";
    private static final String OPENX_JSON = "org.openx.data.jsonserde.JsonSerDe";
    private static final String PARQUET = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe";

    private SerDes() {}

    static void describe(FileSchema schema, StorageDescriptor.Builder descriptor) {
        boolean parquet = schema.format() == io.millrace.catalog.classify.FileFormat.PARQUET;
        descriptor
                .inputFormat(parquet ? PARQUET_INPUT : TEXT_INPUT)
                .outputFormat(parquet ? PARQUET_OUTPUT : TEXT_OUTPUT)
                .serdeInfo(serDe(schema));
    }

    private static SerDeInfo serDe(FileSchema schema) {
        FormatDetail detail = schema.detail();
        if (detail instanceof FormatDetail.Csv csv) {
            return csv(csv.dialect());
        }
        if (detail instanceof FormatDetail.Json json) {
            return json(json.dialect());
        }
        return serDe(PARQUET, Map.of("serialization.format", "1"));
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
            parameters.put("millrace.json-layout", dialect.layout().name().toLowerCase(Locale.ROOT));
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

    private static SerDeInfo serDe(String library, Map<String, String> parameters) {
        return SerDeInfo.builder()
                .serializationLibrary(library)
                .parameters(parameters)
                .build();
    }
}
