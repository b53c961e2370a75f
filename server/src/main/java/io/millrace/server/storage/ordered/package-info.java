/**
 * What stands between S3Proxy and its file system store: listings that cost what their page holds, in S3's order, and no
 * objects that are still being written. These classes are loaded by S3Proxy's own class loader, beside its SDK, and so use
 * nothing of ours; {@code server.storage} starts them there.
 */
@NullMarked
package io.millrace.server.storage.ordered;

import org.jspecify.annotations.NullMarked;
