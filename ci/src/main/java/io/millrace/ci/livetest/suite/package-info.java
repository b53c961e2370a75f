/**
 * The live test: a JUnit suite over one stage, and the program that runs it. Needs JUnit at run time, so that nothing but the program
 * and tests may load it.
 */
@NullMarked
package io.millrace.ci.livetest.suite;

import org.jspecify.annotations.NullMarked;
