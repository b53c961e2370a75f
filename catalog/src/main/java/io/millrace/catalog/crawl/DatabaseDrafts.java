package io.millrace.catalog.crawl;

import io.millrace.catalog.crawl.database.DatabaseColumn;
import io.millrace.catalog.crawl.database.DatabaseProduct;
import io.millrace.catalog.crawl.database.DatabaseTable;
import io.millrace.catalog.crawl.database.DatabaseTarget;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.JdbcMetadataEntry;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;

/**
 * Makes catalog tables of databases' tables as Glue registers them: at {@code db.schema.table}, without formats or a SerDe, the way to the
 * rows being the connection that a parameter names. Columns keep their names but for case, because jobs ask the database for
 * them by name.
 */
final class DatabaseDrafts {
    /** The column parameter with the database's own type, for {@code RAWTYPES}. Glue's name for it is not documented. */
    static final String RAW_TYPE = "rawType";

    /** The column parameter that has the name in the database, where the column's differs; as for columns of files. */
    private static final String ORIGINAL_NAME = "millrace.original-name";

    /** Glue API, Column: Comment. */
    private static final int MAX_COMMENT = 255;

    private final String crawler;
    private final DatabaseTarget target;
    private final DatabaseProduct product;

    DatabaseDrafts(String crawler, DatabaseTarget target, DatabaseProduct product) {
        this.crawler = crawler;
        this.target = target;
        this.product = product;
    }

    TableDraft of(DatabaseTable table) {
        StorageDescriptor descriptor = StorageDescriptor.builder()
                .columns(columns(table))
                .location(table.location())
                .compressed(false)
                .numberOfBuckets(-1)
                .bucketColumns(List.of())
                .sortColumns(List.of())
                .storedAsSubDirectories(false)
                .serdeInfo(serde -> serde.parameters(Map.of()))
                .parameters(parameters(table))
                .build();
        return new TableDraft(table.location() + "/", List.of(), descriptor, List.of());
    }

    private Map<String, String> parameters(DatabaseTable table) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("CrawlerSchemaDeserializerVersion", "1.0");
        parameters.put("CrawlerSchemaSerializerVersion", "1.0");
        parameters.put("UPDATED_BY_CRAWLER", crawler);
        parameters.put("classification", product.classification());
        parameters.put("compressionType", "none");
        parameters.put("connectionName", target.connection());
        parameters.put("typeOfData", table.kind().name().toLowerCase(Locale.ROOT));
        if (wants(JdbcMetadataEntry.COMMENTS)) {
            table.comment().ifPresent(comment -> parameters.put("comment", comment));
        }
        return parameters;
    }

    private boolean wants(JdbcMetadataEntry metadata) {
        return target.additional().contains(metadata);
    }

    private List<Column> columns(DatabaseTable table) {
        List<Column> columns = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (DatabaseColumn column : table.columns()) {
            String base = column.name().toLowerCase(Locale.ROOT).replaceAll("\\p{Cntrl}", "_");
            String name = base;
            for (int copy = 1; !taken.add(name); copy++) {
                name = base + "_" + copy;
            }
            columns.add(column(name, column));
        }
        return columns;
    }

    private Column column(String name, DatabaseColumn column) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (!name.equals(column.name())) {
            parameters.put(ORIGINAL_NAME, column.name());
        }
        if (wants(JdbcMetadataEntry.RAWTYPES)) {
            parameters.put(RAW_TYPE, column.rawType());
        }
        Column.Builder built = Column.builder().name(name).type(column.type());
        if (!parameters.isEmpty()) {
            built.parameters(parameters);
        }
        if (wants(JdbcMetadataEntry.COMMENTS)) {
            comment(column.comment()).ifPresent(built::comment);
        }
        return built.build();
    }

    /** On one line, as Glue's pattern for comments has it, and cut to its length. */
    private static Optional<String> comment(Optional<String> comment) {
        return comment.map(text -> text.replaceAll("\\p{Cntrl}+", " "))
                .map(text -> text.substring(
                        0, text.offsetByCodePoints(0, Math.min(MAX_COMMENT, text.codePointCount(0, text.length())))));
    }
}
