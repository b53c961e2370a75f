package io.millrace.catalog.registry.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import org.everit.json.schema.FalseSchema;
import org.everit.json.schema.ReferenceSchema;
import org.everit.json.schema.Schema;
import org.everit.json.schema.SchemaException;
import org.everit.json.schema.TrueSchema;
import org.everit.json.schema.loader.SchemaClient;
import org.everit.json.schema.loader.SchemaLoader;
import org.json.JSONException;
import org.json.JSONObject;

/**
 * A JSON Schema of draft 4, 6 or 7, loaded by Everit's library as AWS's registry does. References lead to places in the document
 * itself; nothing is fetched. Two are the same if they have the same members, in whatever order.
 */
final class JsonDefinition implements SchemaDefinition {
    private static final SchemaClient NOTHING_FETCHED = url -> {
        throw new UncheckedIOException(new IOException("The reference " + url + " leads outside of the definition"));
    };

    private final String canonical;
    private final Schema schema;

    private JsonDefinition(String canonical, Schema schema) {
        this.canonical = canonical;
        this.schema = schema;
    }

    static JsonDefinition parse(String text) {
        JsonNode document = JsonText.read(text);
        Schema schema = switch (document.getNodeType()) {
            case OBJECT -> load(text, document.has("$schema"));
            case BOOLEAN -> document.booleanValue() ? TrueSchema.builder().build() : FalseSchema.INSTANCE;
            default -> throw new InvalidDefinitionException("A JSON schema must be an object, true or false");
        };
        return new JsonDefinition(JsonText.canonical(document), schema);
    }

    private static Schema load(String text, boolean saysItsDraft) {
        try {
            SchemaLoader.SchemaLoaderBuilder loader =
                    SchemaLoader.builder().schemaClient(NOTHING_FETCHED).schemaJson(new JSONObject(text));
            if (!saysItsDraft) {
                loader.draftV7Support();
            }
            Schema schema = loader.build().load().build();
            requireTarget(schema);
            return schema;
        } catch (PatternSyntaxException e) {
            throw new InvalidDefinitionException(
                    "The JSON schema has a pattern that is no regular expression: " + e.getDescription(), e);
        } catch (UncheckedIOException | SchemaException | JSONException e) {
            throw invalid(e);
        } catch (RuntimeException e) {
            // Everit wraps what is wrong with an $id in a plain RuntimeException, and casts what it did not check.
            throw invalid(e);
        }
    }

    private static InvalidDefinitionException invalid(RuntimeException e) {
        return new InvalidDefinitionException("The JSON schema is not valid: " + e.getMessage(), e);
    }

    /** A reference to itself says nothing at all. */
    private static void requireTarget(Schema schema) {
        if (schema instanceof ReferenceSchema && JsonContainment.target(schema) instanceof ReferenceSchema) {
            throw new InvalidDefinitionException("The JSON schema is a reference to itself");
        }
    }

    @Override
    public String canonical() {
        return canonical;
    }

    @Override
    public String json() {
        return canonical;
    }

    @Override
    public List<String> unreadableFrom(SchemaDefinition writer) {
        return new JsonContainment().differences(schema, ((JsonDefinition) writer).schema);
    }
}
