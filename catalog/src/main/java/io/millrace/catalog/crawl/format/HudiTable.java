package io.millrace.catalog.crawl.format;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.catalog.classify.AvroColumns;
import io.millrace.catalog.classify.Compression;
import io.millrace.catalog.classify.FileFormat;
import io.millrace.catalog.classify.FileSchema;
import io.millrace.catalog.classify.FormatDetail.TableFormat;
import io.millrace.catalog.classify.UnreadableObjectException;
import io.millrace.catalog.crawl.StoredObject;
import io.millrace.catalog.type.HiveType.Primitive;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;

/**
 * A Hudi table by {@code hoodie.properties} and the Avro schema that its commits carry (Hudi's technical specification,
 * "Table Properties", "Timeline"): JSON up to table version 6, an Avro file after that. A table that never had a commit is
 * known by the schema that it was created with.
 */
final class HudiTable {
    private static final List<String> META_COLUMNS = List.of(
            "_hoodie_commit_time",
            "_hoodie_commit_seqno",
            "_hoodie_record_key",
            "_hoodie_partition_path",
            "_hoodie_file_name");

    private static final byte[] AVRO_MAGIC = {'O', 'b', 'j', 1};

    private HudiTable() {}

    static FileSchema read(MetadataObjects objects) throws IOException, UnreadableObjectException {
        StoredObject file = objects.find(".hoodie/hoodie.properties")
                .orElseThrow(() -> new UnreadableObjectException("the Hudi table has no hoodie.properties"));
        Properties properties = properties(objects.bytes(file));
        Optional<String> schema = committedSchema(objects)
                .or(() -> Optional.ofNullable(properties.getProperty("hoodie.table.create.schema")));
        if (schema.isEmpty()) {
            throw new UnreadableObjectException("the Hudi table has no commit that says which columns it has");
        }
        NamedColumns columns = new NamedColumns();
        if (!"false".equals(properties.getProperty("hoodie.populate.meta.fields"))) {
            META_COLUMNS.forEach(name -> columns.add(name, Primitive.STRING));
        }
        AvroColumns.of(parse(schema.get())).forEach((name, type) -> {
            if (!META_COLUMNS.contains(name)) {
                columns.add(name, type);
            }
        });
        List<String> partitions = partitionColumns(properties);
        // Some writers leave the columns out that the folders say; they are text then.
        partitions.stream()
                .filter(name -> !columns.types().containsKey(name))
                .forEach(name -> columns.add(name, Primitive.STRING));
        return new FileSchema(
                FileFormat.HUDI,
                Compression.NONE,
                new TableFormat(TableFormat.Kind.HUDI, parameters(properties), partitions),
                columns.types(),
                columns.notes(),
                0,
                0);
    }

    private static Map<String, String> parameters(Properties properties) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("table_type", "hudi");
        parameters.put("spark.sql.sources.provider", "hudi");
        parameters.put(
                "hoodie.table.type",
                properties.getProperty("hoodie.table.type", "COPY_ON_WRITE").toUpperCase(Locale.ROOT));
        return parameters;
    }

    /** Names with commas between; the key generator may follow a name after a colon. */
    private static List<String> partitionColumns(Properties properties) {
        List<String> names = new ArrayList<>();
        for (String field :
                properties.getProperty("hoodie.table.partition.fields", "").split(",")) {
            String name = field.strip().replaceFirst(":.*", "").toLowerCase(Locale.ROOT);
            if (!name.isEmpty()) {
                names.add(name);
            }
        }
        return names;
    }

    private static Properties properties(byte[] bytes) throws IOException, UnreadableObjectException {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(new String(bytes, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            throw new UnreadableObjectException("the Hudi table's hoodie.properties is damaged", e);
        }
        return properties;
    }

    /** The schema of the newest commit that has one; a clustering or an empty commit may have none. */
    private static Optional<String> committedSchema(MetadataObjects objects)
            throws IOException, UnreadableObjectException {
        List<StoredObject> commits = new ArrayList<>(objects.objects());
        commits.removeIf(object -> MetadataObjects.name(object).endsWith(".properties"));
        commits.sort(Comparator.comparing(MetadataObjects::name).reversed());
        for (StoredObject commit : commits) {
            Optional<String> schema = schema(objects, commit);
            if (schema.isPresent()) {
                return schema;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> schema(MetadataObjects objects, StoredObject commit)
            throws IOException, UnreadableObjectException {
        byte[] bytes = objects.bytes(commit);
        if (bytes.length == 0) {
            return Optional.empty();
        }
        boolean avro = bytes.length > AVRO_MAGIC.length
                && java.util.Arrays.equals(bytes, 0, AVRO_MAGIC.length, AVRO_MAGIC, 0, AVRO_MAGIC.length);
        String schema = avro ? inAvro(commit, bytes) : inJson(MetadataObjects.parse(commit, bytes));
        return Optional.of(schema).filter(text -> !text.isBlank());
    }

    private static String inJson(JsonNode commit) {
        return commit.path("extraMetadata").path("schema").asText("");
    }

    private static String inAvro(StoredObject commit, byte[] bytes) throws IOException, UnreadableObjectException {
        try (DataFileStream<GenericRecord> records =
                new DataFileStream<>(new ByteArrayInputStream(bytes), new GenericDatumReader<>())) {
            if (records.hasNext() && records.next().get("extraMetadata") instanceof Map<?, ?> extra) {
                for (Map.Entry<?, ?> entry : extra.entrySet()) {
                    if (String.valueOf(entry.getKey()).equals("schema") && entry.getValue() != null) {
                        return String.valueOf(entry.getValue());
                    }
                }
            }
            return "";
        } catch (AvroRuntimeException e) {
            throw new UnreadableObjectException(
                    "its commit file %s is damaged: %s".formatted(MetadataObjects.name(commit), e.getMessage()), e);
        }
    }

    private static Schema parse(String schema) throws UnreadableObjectException {
        try {
            return new Schema.Parser().parse(schema);
        } catch (AvroRuntimeException e) {
            throw new UnreadableObjectException(
                    "the Hudi table's schema is no Avro schema: %s".formatted(e.getMessage()), e);
        }
    }
}
