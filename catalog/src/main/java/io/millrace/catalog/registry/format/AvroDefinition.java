package io.millrace.catalog.registry.format;

import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;

/**
 * A schema in Avro's JSON. Two are the same if Avro writes them the same, documentation and defaults included: Avro's parsing
 * canonical form leaves out defaults, and a version that differs in a default alone must not be taken for the one without.
 */
final class AvroDefinition implements SchemaDefinition {
    private final Schema schema;

    private AvroDefinition(Schema schema) {
        this.schema = schema;
    }

    static AvroDefinition parse(String text) {
        // Avro's own parser has no limits.
        AvroUnions.requireBounded(JsonText.read(text));
        try {
            return new AvroDefinition(new Schema.Parser(NameValidator.STRICT_VALIDATOR)
                    .setValidateDefaults(true)
                    .parse(text));
        } catch (AvroRuntimeException e) {
            throw new InvalidDefinitionException("The Avro schema is not valid: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            // Avro 1.12 throws a NullPointerException for a type that is not defined, and casts what it did not check.
            throw new InvalidDefinitionException(
                    "The Avro schema is not valid: a type is not defined, or a member is not of the type that it must be",
                    e);
        }
    }

    @Override
    public String canonical() {
        return schema.toString();
    }

    @Override
    public String json() {
        return schema.toString();
    }

    @Override
    public List<String> unreadableFrom(SchemaDefinition writer) {
        return SchemaCompatibility.checkReaderWriterCompatibility(schema, ((AvroDefinition) writer).schema)
                .getResult()
                .getIncompatibilities()
                .stream()
                .map(found -> found.getType() + " at " + found.getLocation() + ": " + found.getMessage())
                .toList();
    }
}
