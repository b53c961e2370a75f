/**
 * The Glue Schema Registry: registries, schemas, their versions with compatibility checks, and the versions' metadata. Used by the
 * server, which puts the operations on the wire.
 */
@NullMarked
package io.millrace.catalog.registry;

import org.jspecify.annotations.NullMarked;
