package io.millrace.server.function.runtime;

import io.millrace.server.wire.ServiceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The processes of all functions, idle and busy. Thread-safe. */
final class ProcessPool implements AutoCloseable {
    private static final Duration STOP_GRACE = Duration.ofSeconds(2);
    private static final Duration CARE_INTERVAL = Duration.ofSeconds(1);

    private final FunctionHostSettings settings;
    private final ProcessStarter starter;
    private final InstantSource clock;
    private final ScheduledExecutorService care;
    private final Map<String, List<Member>> members = new HashMap<>();
    private boolean closed;

    @SuppressWarnings("FutureReturnValueIgnored") // ends with the executor
    ProcessPool(FunctionHostSettings settings, ProcessStarter starter, InstantSource clock) {
        this.settings = settings;
        this.starter = starter;
        this.clock = clock;
        this.care = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "function-care");
            thread.setDaemon(true);
            return thread;
        });
        care.scheduleWithFixedDelay(
                this::care, CARE_INTERVAL.toMillis(), CARE_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A process's place in the pool. */
    private static final class Member {
        final FunctionProcess process;
        /** Null while an invocation runs. */
        @Nullable
        Instant idleSince;

        boolean retired;
        boolean fresh = true;

        final Instant startedAt;

        Member(FunctionProcess process, Instant startedAt) {
            this.process = process;
            this.startedAt = startedAt;
        }
    }

    /** An idle process of this revision, or a new one. */
    synchronized FunctionProcess take(FunctionSpec spec) {
        if (closed) {
            throw new ServiceException("ServiceException", 500, "The function host is shutting down.");
        }
        List<Member> pool = members.computeIfAbsent(spec.name(), name -> new ArrayList<>());
        pool.removeIf(member -> member.idleSince != null && !member.process.isAlive());
        for (Iterator<Member> all = pool.iterator(); all.hasNext(); ) {
            Member member = all.next();
            if (member.idleSince == null) {
                continue;
            }
            if (member.process.spec().revision().equals(spec.revision())
                    && member.startedAt
                            .plus(FunctionHostSettings.MAX_PROCESS_AGE)
                            .isAfter(clock.instant())) {
                member.idleSince = null;
                member.fresh = false;
                return member.process;
            }
            member.process.stop(STOP_GRACE);
            all.remove();
        }
        if (pool.size() >= settings.maxProcesses()) {
            throw new ServiceException("TooManyRequestsException", 429, "Rate Exceeded.");
        }
        Member member = new Member(start(spec), clock.instant());
        pool.add(member);
        return member.process;
    }

    private FunctionProcess start(FunctionSpec spec) {
        try {
            return starter.start(spec);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start a process for the function " + spec.name(), e);
        }
    }

    /** Whether the process runs its first invocation. */
    synchronized boolean isFresh(FunctionProcess process) {
        return members.getOrDefault(process.spec().name(), List.of()).stream()
                .anyMatch(member -> member.process == process && member.fresh);
    }

    /** Gives a process back after its invocation. */
    synchronized void release(FunctionProcess process) {
        List<Member> pool = members.getOrDefault(process.spec().name(), new ArrayList<>());
        for (Member member : List.copyOf(pool)) {
            if (member.process != process) {
                continue;
            }
            if (member.retired || closed || !process.isAlive()) {
                process.stop(STOP_GRACE);
                pool.remove(member);
            } else {
                member.idleSince = clock.instant();
            }
        }
    }

    synchronized void retire(String functionName) {
        List<Member> pool = members.getOrDefault(functionName, new ArrayList<>());
        for (Member member : List.copyOf(pool)) {
            if (member.idleSince == null) {
                member.retired = true;
            } else {
                member.process.stop(STOP_GRACE);
                pool.remove(member);
            }
        }
    }

    private synchronized void care() {
        Instant stopBefore = clock.instant().minus(settings.idleStop());
        for (List<Member> pool : members.values()) {
            for (Member member : List.copyOf(pool)) {
                member.process.log().cutAbove(settings.maxLogBytes());
                if (member.idleSince != null && member.idleSince.isBefore(stopBefore)) {
                    member.process.stop(STOP_GRACE);
                    pool.remove(member);
                }
            }
        }
    }

    @Override
    public void close() {
        care.shutdownNow();
        List<FunctionProcess> all = new ArrayList<>();
        synchronized (this) {
            closed = true;
            members.values().forEach(pool -> pool.forEach(member -> all.add(member.process)));
            members.clear();
        }
        all.forEach(process -> process.stop(STOP_GRACE));
        try {
            for (FunctionProcess process : all) {
                if (!process.awaitEnd(STOP_GRACE.plusSeconds(1))) {
                    process.kill();
                }
            }
        } catch (InterruptedException e) {
            all.forEach(FunctionProcess::kill);
            Thread.currentThread().interrupt();
        }
    }
}
