/**
 * The stage that is tested: its names, its chain of crawls and job runs, and what each built-in check finds in it. Used by the live
 * test's suite.
 */
@NullMarked
package io.millrace.ci.livetest.stage;

import org.jspecify.annotations.NullMarked;
