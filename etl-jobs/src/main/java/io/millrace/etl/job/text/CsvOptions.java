package io.millrace.etl.job.text;

import io.millrace.etl.job.failure.JobFailureException;
import io.millrace.etl.job.source.SourceTable;
import io.millrace.etl.lane.csv.CsvFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Spark's CSV options from a table's SerDe. {@code "} quotes a field also under LazySimpleSerDe, as in Glue's own Spark reader
 * (Hive and Athena would keep the quotes), and is doubled inside a quoted field unless the SerDe names another escape character.
 */
public final class CsvOptions {
    private static final String HIVE_DEFAULT_DELIMITER = "\u0001";

    private CsvOptions() {}

    /** The options. @throws JobFailureException if the files cannot be read that way */
    public static Map<String, String> of(SourceTable table) {
        Map<String, String> parameters = table.parameters();
        Map<String, String> options = new LinkedHashMap<>();
        options.put("sep", delimiter(parameters));
        String quote = parameters.getOrDefault("quoteChar", "\"");
        options.put("quote", quote);
        options.put("escape", parameters.getOrDefault("escapeChar", parameters.getOrDefault("escape.delim", quote)));
        options.put("nullValue", parameters.getOrDefault("serialization.null.format", ""));
        options.put("emptyValue", "");
        options.put("header", Boolean.toString(hasHeader(table)));
        options.put("enforceSchema", "true");
        String encoding = parameters.getOrDefault("serialization.encoding", "UTF-8");
        if (!CsvFormat.isKnown(encoding)) {
            throw new JobFailureException(
                    "Cannot read table %s: its parameter serialization.encoding is '%s', which is no encoding that is known here; write UTF-8, ISO-8859-1 or the like there"
                            .formatted(table.name(), encoding));
        }
        options.put("encoding", encoding);
        // A line end in quotes is part of a cell, and is not one byte in every encoding: such files are read in one
        // piece.
        boolean quoted = parameters.containsKey("quoteChar") || parameters.containsKey("separatorChar");
        options.put("multiLine", Boolean.toString(quoted || encoding.startsWith("UTF-16")));
        return options;
    }

    private static String delimiter(Map<String, String> parameters) {
        for (String key : new String[] {"field.delim", "separatorChar", "delimiter", "serialization.format"}) {
            String value = parameters.get(key);
            if (value != null && !value.isEmpty()) {
                return value.equals("1") ? HIVE_DEFAULT_DELIMITER : value;
            }
        }
        return parameters.containsKey("quoteChar") ? "," : HIVE_DEFAULT_DELIMITER;
    }

    private static boolean hasHeader(SourceTable table) {
        String lines = table.parameters().getOrDefault("skip.header.line.count", "0");
        return switch (lines) {
            case "0" -> false;
            case "1" -> true;
            default ->
                throw new JobFailureException(
                        "Cannot read table %s: skip.header.line.count is %s, but the job can skip 0 or 1 lines"
                                .formatted(table.name(), lines));
        };
    }
}
