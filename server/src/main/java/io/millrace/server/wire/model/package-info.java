/**
 * What the published API models say about a service: operations, HTTP bindings, errors, and the constraints of requests. Reduced
 * at build time from AWS's own model files; used by the wire layer to route, to validate and to name errors.
 */
@NullMarked
package io.millrace.server.wire.model;

import org.jspecify.annotations.NullMarked;
