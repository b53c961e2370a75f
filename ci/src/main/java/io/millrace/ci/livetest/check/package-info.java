/**
 * Checks that a stage brings along: files of one SELECT each, with the expectation in their header. Read and evaluated by the live
 * test's suite.
 */
@NullMarked
package io.millrace.ci.livetest.check;

import org.jspecify.annotations.NullMarked;
