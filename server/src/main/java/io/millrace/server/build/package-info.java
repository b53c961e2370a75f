/**
 * CodeBuild: projects, builds and the runner of their buildspecs. A build's commands are hostile until shown otherwise: they run as a user
 * without rights, in namespaces of their own where the machine allows it, within limits. Used by the server's assembly alone.
 */
@NullMarked
package io.millrace.server.build;

import org.jspecify.annotations.NullMarked;
