/**
 * Who calls: AWS Signature Version 4 verified on every request, and the access keys it is verified with. Used by the wire layer.
 */
@NullMarked
package io.millrace.server.auth;

import org.jspecify.annotations.NullMarked;
