/** Systems Manager's Parameter Store. Used by the server's assembly, and by templates' parameters and dynamic references through its API. */
@NullMarked
package io.millrace.server.parameter;

import org.jspecify.annotations.NullMarked;
