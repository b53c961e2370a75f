package io.millrace.server.cli;

import picocli.CommandLine.IVersionProvider;

/** Millrace's version as the build wrote it into the jar. */
final class VersionProvider implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = MillraceCommand.class.getPackage().getImplementationVersion();
        return new String[] {"millrace " + (version == null ? "(built from a clone)" : version)};
    }
}
