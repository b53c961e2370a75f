package io.millrace.catalog.type;

import io.millrace.catalog.type.HiveType.Field;
import io.millrace.catalog.type.HiveType.Primitive;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the values seen so far say about a column's type. The values form a join-semilattice: {@link #join} is associative,
 * commutative (members of structs have no order) and idempotent, {@link Nothing} is its bottom and text its top, so that a
 * schema does not depend on the order in which files were read. The rules for scalars are those of {@link ScalarLattice}.
 */
public sealed interface InferredType {
    /** A type that no value contradicts: nothing but nulls was seen. */
    static InferredType nothing() {
        return Nothing.NOTHING;
    }

    /** The type as found in a file that declares it. */
    static InferredType of(HiveType type) {
        if (type instanceof HiveType.Array array) {
            return new ListOf(of(array.element()));
        }
        if (type instanceof HiveType.Struct struct) {
            Map<String, InferredType> members = new LinkedHashMap<>();
            struct.fields().forEach(field -> members.merge(field.name(), of(field.type()), InferredType::join));
            return new Members(members);
        }
        return new Scalar(type);
    }

    /** The least type that holds every value of both. */
    default InferredType join(InferredType other) {
        if (this.equals(other) || other instanceof Nothing) {
            return this;
        }
        if (this instanceof Nothing) {
            return other;
        }
        if (this instanceof Scalar a && other instanceof Scalar b) {
            return new Scalar(ScalarLattice.join(a.type, b.type));
        }
        if (this instanceof ListOf a && other instanceof ListOf b) {
            return new ListOf(a.element.join(b.element));
        }
        if (this instanceof Members a && other instanceof Members b) {
            Map<String, InferredType> members = new LinkedHashMap<>(a.members);
            b.members.forEach((name, type) -> members.merge(name, type, InferredType::join));
            return new Members(members);
        }
        return new Scalar(Primitive.STRING);
    }

    /** The column's type: text if nothing is known, and for structs without members, which Hive cannot write. */
    HiveType toHiveType();

    /** The bottom. */
    enum Nothing implements InferredType {
        NOTHING;

        @Override
        public HiveType toHiveType() {
            return Primitive.STRING;
        }
    }

    /** A scalar, or a map, which is joined with its equal only. */
    record Scalar(HiveType type) implements InferredType {
        @Override
        public HiveType toHiveType() {
            return type;
        }
    }

    /** A list. */
    record ListOf(InferredType element) implements InferredType {
        @Override
        public HiveType toHiveType() {
            return new HiveType.Array(element.toHiveType());
        }
    }

    /** Named members, in the order in which they were first seen; equal whatever the order. */
    record Members(Map<String, InferredType> members) implements InferredType {
        /** Copies the map and keeps its order. */
        public Members {
            members = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }

        @Override
        public HiveType toHiveType() {
            if (members.isEmpty()) {
                return Primitive.STRING;
            }
            List<Field> fields = new ArrayList<>();
            members.forEach((name, type) -> fields.add(new Field(name, type.toHiveType())));
            return new HiveType.Struct(fields);
        }
    }
}
