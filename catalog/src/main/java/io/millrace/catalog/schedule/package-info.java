/**
 * AWS's schedule expressions. Used by triggers and crawlers, which fire by them.
 */
@NullMarked
package io.millrace.catalog.schedule;

import org.jspecify.annotations.NullMarked;
