package io.millrace.catalog.crawl.ledger;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import io.millrace.catalog.classify.CustomClassifier;
import io.millrace.catalog.classify.FileSchema;
import io.millrace.catalog.classify.FormatDetail;
import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.InferredType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * A file's schema as JSON. The kinds of types and details are written by the names of their classes; what was written by classes
 * that are no more is as if it had never been written.
 */
public final class SchemaJson {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(OptionalJson.module())
            .addMixIn(CustomClassifier.class, Named.class)
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

    /** A value that schemas or classifiers are part of, for a process of the same version. */
    public static byte[] bytes(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot write " + value.getClass(), e);
        }
    }

    /** What {@link #bytes} wrote. */
    public static <T> T value(byte[] json, Class<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + type, e);
        }
    }

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
