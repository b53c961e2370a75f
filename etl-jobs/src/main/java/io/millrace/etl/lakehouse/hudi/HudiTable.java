package io.millrace.etl.lakehouse.hudi;

import io.millrace.etl.lakehouse.LakeObjects;
import io.millrace.etl.lakehouse.LakeObjects.Address;
import io.millrace.etl.lakehouse.LakeTableException;
import io.millrace.etl.lakehouse.LakeTableException.Reason;
import java.io.IOException;
import java.io.StringReader;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** What {@code hoodie.properties} says (specification, "Table Properties"). */
final class HudiTable {
    private static final String HIVE_NULL = "__HIVE_DEFAULT_PARTITION__";

    /** From this table version on the timeline has a folder of its own, and completion times in its names. */
    private static final int TIMELINE_FOLDER_VERSION = 8;

    /** The newest that is known. */
    private static final int LAST_VERSION = 9;

    private final String name;
    private final Properties properties;

    private HudiTable(String name, Properties properties) {
        this.name = name;
        this.properties = properties;
    }

    static HudiTable read(LakeObjects objects, String name, Address root) throws IOException {
        byte[] bytes = objects.read(new Address(root.bucket(), root.key() + ".hoodie/hoodie.properties"));
        Properties properties = new Properties();
        properties.load(new StringReader(new String(bytes, StandardCharsets.UTF_8)));
        HudiTable table = new HudiTable(name, properties);
        table.check();
        return table;
    }

    private void check() {
        if (version() > LAST_VERSION) {
            throw refused(
                    "is of table version %d, and versions up to %d are read".formatted(version(), LAST_VERSION), "");
        }
        String format = properties.getProperty("hoodie.table.base.file.format", "PARQUET");
        if (!format.equalsIgnoreCase("parquet")) {
            throw refused("has files in " + format, "; those in Parquet are read");
        }
        if (properties.containsKey("hoodie.bootstrap.base.path")) {
            throw refused(
                    "was bootstrapped from another table, whose columns its files lack", "; have Hudi cluster it");
        }
        if (dropsPartitionColumns()
                && properties.getProperty("hoodie.table.keygenerator.class", "").contains("Timestamp")) {
            throw refused("keeps its partition columns in folder names of another form", "");
        }
    }

    private LakeTableException refused(String what, String way) {
        return new LakeTableException(Reason.NOT_SUPPORTED, "Hudi table %s %s%s".formatted(name, what, way));
    }

    private int version() {
        try {
            return Integer.parseInt(
                    properties.getProperty("hoodie.table.version", "6").strip());
        } catch (NumberFormatException e) {
            throw new LakeTableException(
                    Reason.UNREADABLE, "Hudi table %s has a table version that is no number".formatted(name), e);
        }
    }

    boolean hasCompletionTimes() {
        return version() >= TIMELINE_FOLDER_VERSION;
    }

    /** The timeline's folder below {@code .hoodie/}. */
    String timelineFolder() {
        return hasCompletionTimes() ? properties.getProperty("hoodie.timeline.path", "timeline") + "/" : "";
    }

    /** The schema of a table that has no commit yet. */
    Optional<String> createdSchema() {
        return Optional.ofNullable(properties.getProperty("hoodie.table.create.schema"));
    }

    private boolean dropsPartitionColumns() {
        return Boolean.parseBoolean(properties.getProperty("hoodie.datasource.write.drop.partition.columns"));
    }

    /** Names with commas between; the key generator may follow a name after a colon. */
    List<String> partitionColumns() {
        List<String> names = new ArrayList<>();
        for (String field :
                properties.getProperty("hoodie.table.partition.fields", "").split(",")) {
            String column = field.strip().replaceFirst(":.*", "");
            if (!column.isEmpty()) {
                names.add(column);
            }
        }
        return names;
    }

    /** The values of partition columns that files do not have, by the folder. */
    Map<String, Optional<String>> constants(String partition) {
        if (!dropsPartitionColumns()) {
            return Map.of();
        }
        List<String> columns = partitionColumns();
        String[] segments = partition.split("/");
        if (segments.length != columns.size()) {
            throw refused(
                    "lost its partition columns %s, and folder %s does not say them".formatted(columns, partition),
                    "; have Hudi write it with hoodie.datasource.write.drop.partition.columns=false");
        }
        Map<String, Optional<String>> constants = new HashMap<>();
        for (int i = 0; i < segments.length; i++) {
            String column = columns.get(i);
            String segment = segments[i];
            String value = segment.startsWith(column + "=") ? segment.substring(column.length() + 1) : segment;
            constants.put(
                    column.toLowerCase(Locale.ROOT),
                    Optional.of(decoded(value)).filter(text -> !text.equals(HIVE_NULL)));
        }
        return Map.copyOf(constants);
    }

    private String decoded(String value) {
        return Boolean.parseBoolean(properties.getProperty("hoodie.datasource.write.partitionpath.urlencode"))
                ? URLDecoder.decode(value, StandardCharsets.UTF_8)
                : value;
    }
}
