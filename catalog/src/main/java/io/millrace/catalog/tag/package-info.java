/**
 * Tags of Glue's resources: their rules, where the catalog keeps them, and the operations on them by ARN. Used by the operations
 * that create what is tagged, and by the server.
 */
@NullMarked
package io.millrace.catalog.tag;

import org.jspecify.annotations.NullMarked;
