/**
 * Whether the server can do its work: {@code /healthz}, for load balancers and supervisors. Put together by
 * {@code MillraceServer}.
 */
@NullMarked
package io.millrace.server.health;

import org.jspecify.annotations.NullMarked;
