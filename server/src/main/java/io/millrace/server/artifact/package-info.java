/** Artifacts of pipelines and builds: zip files that keep executable bits and links. Used by the packages of CodePipeline, CodeBuild and sources. */
@NullMarked
package io.millrace.server.artifact;

import org.jspecify.annotations.NullMarked;
