/** The threads of work that goes on beside calls: what is done again and again, and how its failures are noted. Used by all that looks or waits. */
@NullMarked
package io.millrace.server.work;

import org.jspecify.annotations.NullMarked;
