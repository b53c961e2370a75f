/**
 * The uncompressed beginning of compressed objects, in bounded time and memory. Used by the classifiers.
 */
@NullMarked
package io.millrace.catalog.classify.codec;

import org.jspecify.annotations.NullMarked;
