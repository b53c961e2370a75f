package io.millrace.catalog.store.jdbc;

import io.millrace.catalog.sdkjson.SdkJsonReader;
import io.millrace.catalog.sdkjson.SdkJsonWriter;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.glue.model.Database;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.Table;

/** The JSON text in the columns named {@code definition}. */
final class Definitions {
    private static final RecentTables RECENT_TABLES = new RecentTables(Definitions::table);

    private Definitions() {}

    static String write(SdkPojo entity) {
        return new String(SdkJsonWriter.write(entity), StandardCharsets.UTF_8);
    }

    static Database database(String json) {
        return SdkJsonReader.read(utf8(json), Database.builder(), Database.class);
    }

    static Table table(String json) {
        return SdkJsonReader.read(utf8(json), Table.builder(), Table.class);
    }

    /** The same, quicker for a definition that was read lately. */
    static Table recentTable(String json) {
        return RECENT_TABLES.table(json);
    }

    static Partition partition(String json) {
        return SdkJsonReader.read(utf8(json), Partition.builder(), Partition.class);
    }

    private static byte[] utf8(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
