package io.millrace.catalog.registry.format;

import java.util.List;

/** A valid definition of a schema. Immutable; two are compared only if they are of the same format. */
public interface SchemaDefinition {
    /** The definition without what has no meaning: equal for definitions that are the same schema. */
    String canonical();

    /** The definition as a JSON document, for differences. */
    String json();

    /** Why a reader with this schema could not read all that {@code writer} allows to be written; empty if it can. */
    List<String> unreadableFrom(SchemaDefinition writer);
}
