/**
 * CodePipeline: declarations of pipelines, the engine that runs their executions, and the operations on both. What an action does is an
 * {@link io.millrace.server.pipeline.ActionProvider}. Used by the server's assembly alone.
 */
@NullMarked
package io.millrace.server.pipeline;

import org.jspecify.annotations.NullMarked;
