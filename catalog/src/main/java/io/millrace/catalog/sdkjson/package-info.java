/**
 * JSON of the AWS SDK's own model classes, read and written from their {@code sdkFields()}. Used by the catalog's store for
 * what it keeps and by the server's wire layer for what it speaks.
 */
@NullMarked
package io.millrace.catalog.sdkjson;

import org.jspecify.annotations.NullMarked;
