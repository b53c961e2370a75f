package io.millrace.catalog.registry;

/** A schema's full name. Names keep their case. */
record SchemaName(String registry, String schema) {
    @Override
    public String toString() {
        return registry + "/" + schema;
    }
}
