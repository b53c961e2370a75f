package io.millrace.catalog.crawl.ledger;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import io.millrace.catalog.classify.FileSchema;
import io.millrace.catalog.classify.FormatDetail;
import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.InferredType;
import java.util.Optional;

/**
 * A file's schema as JSON. The kinds of types and details are written by the names of their classes; what was written by classes
 * that are no more is as if it had never been written.
 */
final class SchemaJson {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(OptionalJson.module())
            .addMixIn(FormatDetail.class, Named.class)
            .addMixIn(InferredType.class, Named.class)
            .addMixIn(HiveType.class, Named.class)
            .polymorphicTypeValidator(BasicPolymorphicTypeValidator.builder()
                    .allowIfSubType("io.millrace.catalog.")
                    .build())
            .build();

    @JsonTypeInfo(use = JsonTypeInfo.Id.MINIMAL_CLASS, include = JsonTypeInfo.As.WRAPPER_ARRAY)
    private interface Named {}

    private SchemaJson() {}

    static String write(FileSchema schema) {
        try {
            return JSON.writeValueAsString(schema);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot write a schema", e);
        }
    }

    static Optional<FileSchema> read(String json) {
        try {
            return Optional.of(JSON.readValue(json, FileSchema.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
