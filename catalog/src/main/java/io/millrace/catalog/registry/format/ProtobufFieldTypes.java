package io.millrace.catalog.registry.format;

import com.squareup.wire.Syntax;
import com.squareup.wire.schema.EnumType;
import com.squareup.wire.schema.Field;
import com.squareup.wire.schema.ProtoType;
import com.squareup.wire.schema.Schema;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether a field is read as one type when it was written as another: Protobuf's table of types that are the same on the wire. */
final class ProtobufFieldTypes {
    /** Types within a group are read as each other (Protobuf's guide, "Updating A Message Type"). */
    private static final List<Set<String>> GROUPS = List.of(
            Set.of("int32", "uint32", "int64", "uint64", "bool", "enum"),
            Set.of("sint32", "sint64"),
            Set.of("string", "bytes"),
            Set.of("fixed32", "sfixed32"),
            Set.of("fixed64", "sfixed64"),
            Set.of("float"),
            Set.of("double"));

    private final Schema reader;
    private final Schema writer;

    ProtobufFieldTypes(Schema reader, Schema writer) {
        this.reader = reader;
        this.writer = writer;
    }

    /** An enum that keeps only the numbers that it declares. */
    static boolean isClosed(EnumType type) {
        return type.getSyntax() == Syntax.PROTO_2;
    }

    /** What keeps {@code read} from being read, or null. */
    @Nullable
    String difference(Field read, Field written) {
        ProtoType readType = Objects.requireNonNull(read.getType());
        ProtoType writtenType = Objects.requireNonNull(written.getType());
        if (!sameOnTheWire(readType, writtenType)) {
            return "type %s is not read from %s".formatted(readType, writtenType);
        }
        if (!read.isRepeated() && written.isRepeated() && !takesTheLast(readType)) {
            return "one value is not read from repeated " + writtenType;
        }
        return null;
    }

    private boolean sameOnTheWire(ProtoType read, ProtoType written) {
        if (read.isMap() || written.isMap()) {
            return read.isMap()
                    && written.isMap()
                    && sameOnTheWire(
                            Objects.requireNonNull(read.getKeyType()), Objects.requireNonNull(written.getKeyType()))
                    && sameOnTheWire(
                            Objects.requireNonNull(read.getValueType()),
                            Objects.requireNonNull(written.getValueType()));
        }
        String readKind = kind(reader, read);
        String writtenKind = kind(writer, written);
        return readKind.equals(writtenKind)
                || GROUPS.stream().anyMatch(group -> group.contains(readKind) && group.contains(writtenKind));
    }

    /** A scalar's name, {@code enum}, or a message's full name: messages of other names are other messages. */
    private static String kind(Schema schema, ProtoType type) {
        if (type.isScalar()) {
            return type.getSimpleName();
        }
        return schema.getType(type) instanceof EnumType ? "enum" : type.toString();
    }

    /** Numbers may be packed when repeated; a single one is then no such number. Texts and messages come one by one. */
    private boolean takesTheLast(ProtoType type) {
        return switch (kind(reader, type)) {
            case "int32",
                    "uint32",
                    "int64",
                    "uint64",
                    "bool",
                    "enum",
                    "sint32",
                    "sint64",
                    "fixed32",
                    "sfixed32",
                    "fixed64",
                    "sfixed64",
                    "float",
                    "double" -> false;
            default -> true;
        };
    }
}
