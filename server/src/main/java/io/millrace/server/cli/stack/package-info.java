/**
 * Deploying and watching stacks from the command line, through CloudFormation's API alone, so against Millrace and AWS alike. Used by
 * the {@code millrace} command.
 */
@NullMarked
package io.millrace.server.cli.stack;

import org.jspecify.annotations.NullMarked;
