package io.millrace.server.wire;

import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;

/**
 * A request whose operation is known.
 *
 * @param operation what it asks for
 * @param content reads it, once, into a fresh builder of the operation; malformed content is an
 *     {@link io.millrace.catalog.sdkjson.SdkJsonException}
 */
record WireRequest(Operation operation, Supplier<SdkPojo> content) {}
