package io.millrace.catalog.registry.format;

import com.squareup.wire.schema.EnumConstant;
import com.squareup.wire.schema.EnumType;
import com.squareup.wire.schema.Field;
import com.squareup.wire.schema.MessageType;
import com.squareup.wire.schema.OneOf;
import com.squareup.wire.schema.ProtoFile;
import com.squareup.wire.schema.Rpc;
import com.squareup.wire.schema.Schema;
import com.squareup.wire.schema.Service;
import com.squareup.wire.schema.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Whether messages that were written with one schema are read with another, by the rules of Protobuf's guide ("Updating A Message
 * Type") and of AWS's "Schema versioning and compatibility": fields are matched by number; unknown ones are skipped; one that the
 * reader requires must have been required of the writer; messages, services and methods of the writer must be known.
 */
final class ProtobufReading {
    private final Schema reader;
    private final Schema writer;
    private final ProtobufFieldTypes types;
    private final List<String> differences = new ArrayList<>();

    ProtobufReading(Schema reader, Schema writer) {
        this.reader = reader;
        this.writer = writer;
        this.types = new ProtobufFieldTypes(reader, writer);
    }

    List<String> differences(String path) {
        ProtoFile written = Objects.requireNonNull(writer.protoFile(path));
        for (Type type : written.typesAndNestedTypes()) {
            if (type instanceof MessageType message) {
                compareMessage(message);
            } else if (type instanceof EnumType constants) {
                compareEnum(constants);
            }
        }
        written.getServices().forEach(this::compareService);
        return List.copyOf(differences);
    }

    private void compareMessage(MessageType written) {
        String name = written.getType().toString();
        if (!(reader.getType(name) instanceof MessageType read)) {
            differences.add("Message " + name + " is not known");
            return;
        }
        Map<Integer, Field> writtenFields = byTag(written);
        for (Field field : read.getFieldsAndOneOfFields()) {
            Field source = writtenFields.get(field.getTag());
            if (field.isRequired() && (source == null || !source.isRequired())) {
                differences.add("Field %s of message %s is required, but may not have been written"
                        .formatted(field.getName(), name));
            }
            if (source != null) {
                compareField(name, field, source);
            }
        }
        Map<Integer, String> places = places(written);
        read.getOneOfs().forEach(oneOf -> compareOneOf(name, oneOf, places));
    }

    private static Map<Integer, Field> byTag(MessageType message) {
        Map<Integer, Field> fields = new HashMap<>();
        message.getFieldsAndOneOfFields().forEach(field -> fields.put(field.getTag(), field));
        return fields;
    }

    private void compareField(String message, Field read, Field written) {
        String difference = types.difference(read, written);
        if (difference != null) {
            differences.add(
                    "Field %d (%s) of message %s: %s".formatted(read.getTag(), read.getName(), message, difference));
        }
    }

    /** A message may hold several fields that were apart, and reading them into one oneof keeps only the last. */
    private void compareOneOf(String message, OneOf read, Map<Integer, String> places) {
        Set<String> sources = new HashSet<>();
        for (Field field : read.getFields()) {
            String place = places.get(field.getTag());
            if (place != null) {
                sources.add(place);
            }
        }
        if (sources.size() > 1) {
            differences.add("Oneof %s of message %s joins fields that could be written together"
                    .formatted(read.getName(), message));
        }
    }

    /** By tag, the oneof that a field is in, or the field itself. */
    private static Map<Integer, String> places(MessageType message) {
        Map<Integer, String> places = new HashMap<>();
        message.fields().forEach(field -> places.put(field.getTag(), "field " + field.getTag()));
        message.getOneOfs()
                .forEach(oneOf ->
                        oneOf.getFields().forEach(field -> places.put(field.getTag(), "oneof " + oneOf.getName())));
        return places;
    }

    /** A closed enum (proto2) loses the numbers that it does not know; an open one keeps them. */
    private void compareEnum(EnumType written) {
        String name = written.getType().toString();
        if (!(reader.getType(name) instanceof EnumType read) || !ProtobufFieldTypes.isClosed(read)) {
            return;
        }
        for (EnumConstant constant : written.getConstants()) {
            if (read.constant(constant.getTag()) == null) {
                differences.add("Enum %s does not know %s = %d".formatted(name, constant.getName(), constant.getTag()));
            }
        }
    }

    private void compareService(Service written) {
        String name = written.type().toString();
        Service read = reader.getService(name);
        if (read == null) {
            differences.add("Service " + name + " is not known");
            return;
        }
        for (Rpc method : written.rpcs()) {
            Rpc known = read.rpc(method.getName());
            if (known == null) {
                differences.add("Method %s of service %s is not known".formatted(method.getName(), name));
            } else if (!signature(known).equals(signature(method))) {
                differences.add("Method %s of service %s has another signature".formatted(method.getName(), name));
            }
        }
    }

    private static List<Object> signature(Rpc method) {
        return List.of(
                Objects.requireNonNull(method.getRequestType()),
                method.getRequestStreaming(),
                Objects.requireNonNull(method.getResponseType()),
                method.getResponseStreaming());
    }
}
