/** {@code millrace pipeline}: a client of CodePipeline's API, here or at AWS. Used by the command line alone. */
@NullMarked
package io.millrace.server.cli.pipeline;

import org.jspecify.annotations.NullMarked;
