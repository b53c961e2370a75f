package io.millrace.catalog.registry.format;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.DataFormat;

/** Parses definitions by their format. */
public final class SchemaFormats {
    private SchemaFormats() {}

    /**
     * Parses a definition.
     *
     * @throws InvalidDefinitionException if it is not valid in its format, refers to what is not in it, or nests too deep
     */
    public static SchemaDefinition parse(@Nullable DataFormat format, String definition) {
        try {
            return switch (format == null ? DataFormat.UNKNOWN_TO_SDK_VERSION : format) {
                case AVRO -> AvroDefinition.parse(definition);
                case JSON -> JsonDefinition.parse(definition);
                case PROTOBUF -> ProtobufDefinition.parse(definition);
                case UNKNOWN_TO_SDK_VERSION ->
                    throw new InvalidDefinitionException("The data format must be AVRO, JSON or PROTOBUF");
            };
        } catch (StackOverflowError e) {
            // The libraries descend by recursion. What the limits of nesting let through ends here, harmlessly.
            throw new InvalidDefinitionException("The definition nests too deep", e);
        }
    }
}
