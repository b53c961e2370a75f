/** What pipelines' actions do: one class for each provider, which speaks to its service through its SDK client. Used by the server's assembly. */
@NullMarked
package io.millrace.server.pipeline.action;

import org.jspecify.annotations.NullMarked;
