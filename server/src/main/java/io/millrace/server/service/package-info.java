/**
 * The AWS services that the server registers, operation by operation. The one place that names what is served; {@code
 * COMPATIBILITY.md} is held against it.
 */
@NullMarked
package io.millrace.server.service;

import org.jspecify.annotations.NullMarked;
