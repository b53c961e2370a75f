package io.millrace.etl.worker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How a worker's JVM uses an archive of loaded classes (class-data sharing, JEP 350), which halves the time of a short run. An
 * archive that is missing, broken or of another class path or JVM is left aside by the JVM: the run is slower and nothing else.
 */
public final class ClassSharing {
    private static final ClassSharing NONE = new ClassSharing(List.of());

    private final List<String> jvmOptions;

    private ClassSharing(List<String> jvmOptions) {
        this.jvmOptions = List.copyOf(jvmOptions);
    }

    /** Only the archive of the JDK itself. */
    public static ClassSharing none() {
        return NONE;
    }

    /** Uses the archive if the file is there. It fits when the job's class path begins with the one that it was written with. */
    public static ClassSharing reading(Path archive) {
        return Files.isRegularFile(archive)
                // The JVM would tell in the run's log that an archive does not fit, which no user of the job can mend.
                ? new ClassSharing(List.of("-XX:SharedArchiveFile=" + archive, "-Xshare:auto", "-Xlog:cds*=off"))
                : NONE;
    }

    /** Writes the archive when the worker ends, which takes seconds: for a run that is made for it. */
    public static ClassSharing writing(Path archive) {
        return new ClassSharing(List.of("-XX:ArchiveClassesAtExit=" + archive, "-Xlog:cds*=off"));
    }

    /** What the JVM's command line needs for it. */
    public List<String> jvmOptions() {
        return jvmOptions;
    }
}
