package io.millrace.catalog.type;

import io.millrace.catalog.type.HiveType.Field;
import io.millrace.catalog.type.HiveType.Primitive;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the values seen so far say about a column's type. The values form a join-semilattice: {@link #join} is associative,
 * commutative (members of structs have no order) and idempotent, {@link Nothing} is its bottom and text its top, so that a
 * schema does not depend on the order in which files were read.
 *
 * <table>
 *   <caption>Joins of unlike types; like types join part by part</caption>
 *   <tr><td>declared scalars</td><td>{@link ScalarLattice}</td></tr>
 *   <tr><td>written and declared numbers</td><td>{@code double}</td></tr>
 *   <tr><td>written times and declared dates or timestamps</td><td>{@code timestamp}</td></tr>
 *   <tr><td>map and struct</td><td>map from text to what all members have in common</td></tr>
 *   <tr><td>anything else</td><td>{@code string}</td></tr>
 * </table>
 */
public sealed interface InferredType
        permits InferredType.Nothing,
                InferredType.Scalar,
                InferredType.ListOf,
                InferredType.Entries,
                InferredType.Members,
                WrittenNumbers,
                WrittenTimes {
    /** A type that no value contradicts: nothing but nulls was seen. */
    static InferredType nothing() {
        return Nothing.NOTHING;
    }

    /** Text, the top. */
    static InferredType text() {
        return Scalar.TEXT;
    }

    /** The type as found in a file that declares it. */
    static InferredType of(HiveType type) {
        if (type instanceof HiveType.Array array) {
            return new ListOf(of(array.element()));
        }
        if (type instanceof HiveType.MapOf map) {
            return new Entries(of(map.key()), of(map.value()));
        }
        if (type instanceof HiveType.Struct struct) {
            Map<String, InferredType> members = new LinkedHashMap<>();
            struct.fields().forEach(field -> members.merge(field.name(), of(field.type()), InferredType::join));
            return new Members(members);
        }
        return type == Primitive.STRING ? Scalar.TEXT : new Scalar(type);
    }

    /** The least type that holds every value of both. */
    default InferredType join(InferredType other) {
        if (this == other || this.equals(other) || other instanceof Nothing) {
            return this;
        }
        if (this instanceof Nothing) {
            return other;
        }
        if (this instanceof WrittenNumbers a && other instanceof WrittenNumbers b) {
            return a.with(b);
        }
        if (this instanceof WrittenTimes a && other instanceof WrittenTimes b) {
            return a.with(b);
        }
        if (this instanceof ListOf a && other instanceof ListOf b) {
            return new ListOf(a.element.join(b.element));
        }
        if (this instanceof Entries a) {
            return a.with(other);
        }
        if (other instanceof Entries b) {
            return b.with(this);
        }
        if (this instanceof Members a && other instanceof Members b) {
            Map<String, InferredType> members = new LinkedHashMap<>(a.members);
            b.members.forEach((name, type) -> members.merge(name, type, InferredType::join));
            return new Members(members);
        }
        return of(ScalarLattice.join(declared(this), declared(other)));
    }

    /** What a type is to those of another kind. */
    private static HiveType declared(InferredType type) {
        if (type instanceof Scalar scalar) {
            return scalar.type;
        }
        if (type instanceof WrittenNumbers) {
            return Primitive.DOUBLE;
        }
        return type instanceof WrittenTimes ? Primitive.TIMESTAMP : Primitive.STRING;
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

    /** A scalar that a file declares, text, or a truth value. */
    record Scalar(HiveType type) implements InferredType {
        private static final Scalar TEXT = new Scalar(Primitive.STRING);

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

    /** A map. */
    record Entries(InferredType key, InferredType value) implements InferredType {
        private InferredType with(InferredType other) {
            if (other instanceof Entries entries) {
                return new Entries(key.join(entries.key), value.join(entries.value));
            }
            if (other instanceof Members struct) {
                return new Entries(
                        key.join(text()), struct.members.values().stream().reduce(value, InferredType::join));
            }
            return text();
        }

        @Override
        public HiveType toHiveType() {
            return new HiveType.MapOf(key.toHiveType(), value.toHiveType());
        }
    }

    /** Named members, in the order in which they were first seen; equal whatever the order. */
    record Members(Map<String, InferredType> members) implements InferredType {
        /** Copies the map and keeps its order. */
        public Members {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
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
