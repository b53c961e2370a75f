/** What stacks need of the server: storage for what the stack engine and its resources keep. Used by the server's start-up. */
@NullMarked
package io.millrace.server.cloudformation;

import org.jspecify.annotations.NullMarked;
