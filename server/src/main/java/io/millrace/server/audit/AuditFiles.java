package io.millrace.server.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.apache.logging.log4j.core.appender.RollingFileAppender;
import org.apache.logging.log4j.core.appender.rolling.CompositeTriggeringPolicy;
import org.apache.logging.log4j.core.appender.rolling.DefaultRolloverStrategy;
import org.apache.logging.log4j.core.appender.rolling.SizeBasedTriggeringPolicy;
import org.apache.logging.log4j.core.appender.rolling.TimeBasedTriggeringPolicy;
import org.apache.logging.log4j.core.appender.rolling.action.Action;
import org.apache.logging.log4j.core.appender.rolling.action.DeleteAction;
import org.apache.logging.log4j.core.appender.rolling.action.IfFileName;
import org.apache.logging.log4j.core.appender.rolling.action.IfLastModified;
import org.apache.logging.log4j.core.appender.rolling.action.PathCondition;
import org.apache.logging.log4j.core.appender.rolling.action.PathSortByModificationTime;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.NullConfiguration;
import org.apache.logging.log4j.core.layout.PatternLayout;

/** The log's files: private, rotated by day and by size, removed by age. */
final class AuditFiles {
    private static final String OWNER_ONLY = "rw-------";
    private static final String ROTATED = "audit-*.jsonl.gz";

    private AuditFiles() {}

    /** Makes the file private before anything is in it; one that is there stays as it is. */
    static void create(Path file) throws IOException {
        try {
            if (isPosix(file)) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
            } else {
                Files.createFile(file);
            }
        } catch (FileAlreadyExistsException e) {
            if (Files.isDirectory(file) || !Files.isWritable(file)) {
                throw e;
            }
        }
    }

    /** An appender that is ready to start. It is no part of the process's log configuration: a process may have several servers. */
    static RollingFileAppender appender(AuditSettings settings, Path file) {
        Configuration configuration = new NullConfiguration();
        // A percent sign in the folder's name is none of the pattern's.
        String folder = settings.folder().toString().replace("%", "%%");
        RollingFileAppender.Builder<?> builder = RollingFileAppender.newBuilder();
        builder.setName(file.toString());
        builder.setConfiguration(configuration);
        builder.setIgnoreExceptions(false);
        builder.setImmediateFlush(true);
        builder.setLayout(PatternLayout.newBuilder()
                .withConfiguration(configuration)
                .withCharset(StandardCharsets.UTF_8)
                .withPattern("%m\n")
                .build());
        builder.withFileName(file.toString())
                .withFilePattern(folder + "/audit-%d{yyyy-MM-dd}-%i.jsonl.gz")
                .withPolicy(CompositeTriggeringPolicy.createPolicy(
                        SizeBasedTriggeringPolicy.createPolicy(settings.maxFileBytes() + " B"),
                        TimeBasedTriggeringPolicy.newBuilder().build()))
                .withStrategy(DefaultRolloverStrategy.newBuilder()
                        .withConfig(configuration)
                        .withFileIndex("nomax")
                        .withCustomActions(new Action[] {removal(settings, configuration)})
                        .build());
        if (isPosix(file)) {
            builder.withFilePermissions(OWNER_ONLY);
        }
        return builder.build();
    }

    private static Action removal(AuditSettings settings, Configuration configuration) {
        PathCondition old = IfFileName.createNameCondition(
                ROTATED,
                null,
                IfLastModified.newBuilder()
                        .setAge(Duration.ofDays(settings.keepDays()))
                        .build());
        return DeleteAction.createDeleteAction(
                settings.folder().toString(),
                false,
                1,
                false,
                new PathSortByModificationTime(true),
                new PathCondition[] {old},
                null,
                configuration);
    }

    private static boolean isPosix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
