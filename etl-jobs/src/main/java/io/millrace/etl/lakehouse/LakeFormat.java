package io.millrace.etl.lakehouse;

import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.services.glue.model.Table;

/** Whose table it is. */
public enum LakeFormat {
    /** Apache Iceberg. */
    ICEBERG("Iceberg"),
    /** Delta Lake. */
    DELTA("Delta Lake"),
    /** Apache Hudi. */
    HUDI("Hudi");

    private final String title;

    LakeFormat(String title) {
        this.title = title;
    }

    /** As the catalog says it; empty for tables that are their folders' files. */
    public static Optional<LakeFormat> of(Table table) {
        String kind = table.parameters()
                .getOrDefault("table_type", table.parameters().getOrDefault("spark.sql.sources.provider", ""));
        return switch (kind.toLowerCase(Locale.ROOT)) {
            case "iceberg" -> Optional.of(ICEBERG);
            case "delta" -> Optional.of(DELTA);
            case "hudi" -> Optional.of(HUDI);
            default -> Optional.empty();
        };
    }

    /** The format's name. */
    @Override
    public String toString() {
        return title;
    }
}
