/**
 * The formats of the schema registry: definitions parsed by the formats' own libraries, and whether one reads what another
 * writes. Used by the registry's operations.
 */
@NullMarked
package io.millrace.catalog.registry.format;

import org.jspecify.annotations.NullMarked;
