/**
 * The custom classifiers that crawlers may be told to use: kept, versioned and checked here. Used by the server, which registers the operations.
 */
@NullMarked
package io.millrace.catalog.classifier;

import org.jspecify.annotations.NullMarked;
