/** Where pipelines and builds get their sources: git repositories on this machine. Used by the packages of CodePipeline and CodeBuild. */
@NullMarked
package io.millrace.server.source;

import org.jspecify.annotations.NullMarked;
