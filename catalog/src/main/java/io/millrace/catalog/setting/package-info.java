/**
 * Settings of the whole catalog: encryption, resource policies, the state of an import. Used by the server, which registers the
 * operations.
 */
@NullMarked
package io.millrace.catalog.setting;

import org.jspecify.annotations.NullMarked;
