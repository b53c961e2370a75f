package io.millrace.server.audit;

import io.millrace.server.wire.CallObserver;
import io.millrace.server.wire.CallOutcome;
import io.millrace.server.wire.RefusedCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.appender.AppenderLoggingException;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one line for every call, also for those that were refused, to {@code audit.jsonl}. A line is with the operating system
 * before the answer is sent: a killed server loses none of an answered call. A disk that fails costs lines, never calls.
 * Thread-safe.
 */
public final class AuditLog implements CallObserver, AutoCloseable {
    /** The file's name in its folder. */
    public static final String FILE_NAME = "audit.jsonl";

    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
    private static final Duration COMPLAINT_INTERVAL = Duration.ofMinutes(1);

    private final Appender appender;
    private final InstantSource clock;
    private Instant quietUntil = Instant.MIN;

    /** A log that writes to a started appender. */
    AuditLog(Appender appender, InstantSource clock) {
        this.appender = appender;
        this.clock = clock;
    }

    /**
     * Opens the log, going on with the file that is there.
     *
     * @throws UncheckedIOException if it cannot be written
     */
    public static AuditLog open(AuditSettings settings, InstantSource clock) {
        Path file = settings.folder().resolve(FILE_NAME);
        try {
            Files.createDirectories(settings.folder());
            AuditFiles.create(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the audit log " + file + ": " + e.getMessage(), e);
        }
        Appender appender = AuditFiles.appender(settings, file);
        appender.start();
        return new AuditLog(appender, clock);
    }

    /**
     * Adds a line from another process than the server's.
     *
     * @throws UncheckedIOException if it cannot be written
     */
    public static void append(Path folder, LocalChange change, InstantSource clock) {
        Path file = folder.resolve(FILE_NAME);
        String line = AuditLine.of(change, clock.instant()) + "\n";
        try {
            AuditFiles.create(file);
            Files.writeString(file, line, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the audit log " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void ended(CallOutcome outcome) {
        Instant now = clock.instant();
        write(AuditLine.of(outcome, now), now);
    }

    @Override
    public void refused(RefusedCall call) {
        Instant now = clock.instant();
        write(AuditLine.of(call, now), now);
    }

    private void write(String line, Instant now) {
        try {
            appender.append(Log4jLogEvent.newBuilder()
                    .setLevel(Level.INFO)
                    .setMessage(new SimpleMessage(line))
                    .setTimeMillis(now.toEpochMilli())
                    .build());
        } catch (AppenderLoggingException e) {
            complain(e, now);
        }
    }

    /** A full disk would otherwise fill what is left of it with this. */
    private synchronized void complain(AppenderLoggingException e, Instant now) {
        if (now.isBefore(quietUntil)) {
            return;
        }
        quietUntil = now.plus(COMPLAINT_INTERVAL);
        LOG.error("Calls are missing in the audit log {}", appender.getName(), e);
    }

    @Override
    public void close() {
        appender.stop();
    }
}
