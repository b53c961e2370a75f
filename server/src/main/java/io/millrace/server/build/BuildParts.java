package io.millrace.server.build;

/**
 * What builds share.
 *
 * @param path of programs, as the server's own
 */
record BuildParts(BuildSources sources, BuildOutputs outputs, BuildRole role, String path) {}
