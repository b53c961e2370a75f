package io.millrace.cloudformation.schema;

import java.util.List;

/** What a property's value must be. */
public sealed interface PropertyType {
    /** A single value. */
    enum Scalar implements PropertyType {
        /** Text; CloudFormation takes numbers and booleans for it too. */
        STRING,
        /** A whole number, also written as text. */
        INTEGER,
        /** A number, also written as text. */
        NUMBER,
        /** {@code true} or {@code false}, also written as text. */
        BOOLEAN
    }

    /** Any JSON, such as a policy document. */
    record Json() implements PropertyType {}

    /** A list of values of one type. */
    record ListOf(PropertyType element) implements PropertyType {}

    /** A map from text to values of one type. */
    record MapOf(PropertyType element) implements PropertyType {}

    /**
     * A nested definition, looked up by its id because definitions may contain themselves.
     *
     * @see ResourceSchemas#definition
     */
    record Nested(String id) implements PropertyType {}

    /** A type whose values are limited. */
    record Limited(PropertyType base, Constraints constraints) implements PropertyType {}

    /** One of several types. */
    record AnyOf(List<PropertyType> types) implements PropertyType {
        /** Copies the list. */
        public AnyOf {
            types = List.copyOf(types);
        }
    }
}
