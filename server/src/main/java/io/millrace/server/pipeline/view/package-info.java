/** What one execution of a pipeline looks like to those who follow it by CodePipeline's API. Used by the command line and the demo. */
@NullMarked
package io.millrace.server.pipeline.view;

import org.jspecify.annotations.NullMarked;
