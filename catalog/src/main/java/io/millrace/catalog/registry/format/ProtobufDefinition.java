package io.millrace.catalog.registry.format;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.squareup.wire.schema.CoreLoader;
import com.squareup.wire.schema.ErrorCollector;
import com.squareup.wire.schema.Linker;
import com.squareup.wire.schema.Location;
import com.squareup.wire.schema.ProtoFile;
import com.squareup.wire.schema.Schema;
import com.squareup.wire.schema.internal.parser.ProtoFileElement;
import com.squareup.wire.schema.internal.parser.ProtoParser;
import java.util.List;

/**
 * One {@code .proto} file, proto2 or proto3, that imports nothing but Google's well-known types. As in AWS's registry, extensions
 * and groups are not supported. Two are the same if they differ in comments and spaces alone.
 */
final class ProtobufDefinition implements SchemaDefinition {
    private static final String PATH = "schema.proto";

    private final String canonical;
    private final Schema schema;

    private ProtobufDefinition(String canonical, Schema schema) {
        this.canonical = canonical;
        this.schema = schema;
    }

    static ProtobufDefinition parse(String text) {
        String source = ProtobufSource.withoutComments(text);
        ProtobufSource.requireBounded(source);
        try {
            ProtoFileElement element = ProtoParser.Companion.parse(Location.get(PATH), source);
            refuseUnsupported(element);
            return new ProtobufDefinition(element.toSchema(), link(element));
        } catch (InvalidDefinitionException e) {
            throw e;
        } catch (RuntimeException e) {
            // Wire's parser reports what is wrong with the text as an IllegalStateException, its linker as a
            // SchemaException.
            throw new InvalidDefinitionException("The Protobuf schema is not valid: " + e.getMessage(), e);
        }
    }

    private static Schema link(ProtoFileElement element) {
        ErrorCollector errors = new ErrorCollector();
        Linker linker = new Linker(CoreLoader.INSTANCE.withErrors(errors), errors, true, true);
        Schema linked = linker.link(List.of(ProtoFile.Companion.get(element)));
        errors.throwIfNonEmpty();
        return linked;
    }

    private static void refuseUnsupported(ProtoFileElement element) {
        if (element.getTypes().isEmpty() && element.getServices().isEmpty()) {
            throw new InvalidDefinitionException("The Protobuf schema declares no message, enum or service");
        }
        if (!element.getExtendDeclarations().isEmpty()) {
            throw new InvalidDefinitionException("The Protobuf schema has extensions, which are not supported");
        }
        for (String imported : element.getImports()) {
            if (!imported.startsWith("google/protobuf/")) {
                throw new InvalidDefinitionException("The Protobuf schema imports " + imported
                        + ", but only Google's well-known types can be imported");
            }
        }
    }

    @Override
    public String canonical() {
        return canonical;
    }

    @Override
    public String json() {
        // Lines, since a patch that replaces the whole text would say nothing.
        var lines = JsonNodeFactory.instance.arrayNode();
        canonical.lines().filter(line -> !line.startsWith("//")).forEach(lines::add);
        return lines.toString();
    }

    @Override
    public List<String> unreadableFrom(SchemaDefinition writer) {
        return new ProtobufReading(schema, ((ProtobufDefinition) writer).schema).differences(PATH);
    }
}
