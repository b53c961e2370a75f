package io.millrace.server.function.runtime;

import io.millrace.server.wire.ServiceException;
import io.millrace.server.work.RepeatedWork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The processes of all functions, idle and busy. Thread-safe. */
final class ProcessPool implements AutoCloseable {
    private static final Duration STOP_GRACE = Duration.ofSeconds(2);
    private static final Duration CARE_INTERVAL = Duration.ofSeconds(1);

    private final FunctionHostSettings settings;
    private final ProcessStarter starter;
    private final InstantSource clock;
    private final RepeatedWork care =
            new RepeatedWork("function-care", "Processes of functions cannot be looked after");
    private final Map<String, List<Member>> members = new HashMap<>();
    private final Map<String, Integer> reserved = new HashMap<>();
    private boolean closed;

    @SuppressWarnings("FutureReturnValueIgnored") // ends with the executor
    ProcessPool(FunctionHostSettings settings, ProcessStarter starter, InstantSource clock) {
        this.settings = settings;
        this.starter = starter;
        this.clock = clock;
        care.every(CARE_INTERVAL, CARE_INTERVAL, this::care);
    }

    /** A process's place in the pool. */
    private static final class Member {
        static final Comparator<Member> LONGEST_IDLE =
                Comparator.comparing(member -> Objects.requireNonNull(member.idleSince));

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

        boolean isIdle() {
            return idleSince != null;
        }
    }

    /** An idle process of this revision, or a new one. */
    synchronized FunctionProcess take(FunctionSpec spec) {
        if (closed) {
            throw new ServiceException("ServiceException", 500, "The function host is shutting down.");
        }
        List<Member> pool = members.computeIfAbsent(spec.name(), name -> new ArrayList<>());
        Instant tooOld = clock.instant().minus(FunctionHostSettings.MAX_PROCESS_AGE);
        members.values().forEach(all -> all.removeIf(member -> member.isIdle() && !member.process.isAlive()));
        pool.stream()
                .filter(member -> member.isIdle() && member.startedAt.isBefore(tooOld))
                .toList()
                .forEach(this::stop);
        if (isThrottled(spec.name(), pool)) {
            throw new ServiceException("TooManyRequestsException", 429, "Rate Exceeded.");
        }
        for (Member member : pool) {
            if (member.isIdle() && member.process.spec().revision().equals(spec.revision())) {
                member.idleSince = null;
                member.fresh = false;
                return member.process;
            }
        }
        makeRoom(spec.name(), pool);
        Member member = new Member(start(spec), clock.instant());
        pool.add(member);
        return member.process;
    }

    /** Whether the function has all it may have, or what it has not reserved is taken or reserved for others. */
    private boolean isThrottled(String function, List<Member> pool) {
        Integer own = reserved.get(function);
        long busy = busy(pool);
        if (own != null) {
            return busy >= own;
        }
        int forOthers = reserved.values().stream().mapToInt(Integer::intValue).sum();
        long unreserved = members.entrySet().stream()
                .filter(entry -> !reserved.containsKey(entry.getKey()))
                .mapToLong(entry -> busy(entry.getValue()))
                .sum();
        return busy >= settings.maxProcesses() || unreserved >= settings.maxInvocations() - forOthers;
    }

    private static long busy(List<Member> pool) {
        return pool.stream().filter(member -> !member.isIdle()).count();
    }

    /** Stops idle processes: of other revisions when the function has its full number, the longest idle when all have. */
    private void makeRoom(String function, List<Member> pool) {
        if (pool.size() >= reserved.getOrDefault(function, settings.maxProcesses())) {
            pool.stream().filter(Member::isIdle).min(Member.LONGEST_IDLE).ifPresent(this::stop);
        }
        List<Member> all = members.values().stream().flatMap(List::stream).toList();
        if (all.size() >= settings.maxInvocations()) {
            all.stream().filter(Member::isIdle).min(Member.LONGEST_IDLE).ifPresent(this::stop);
        }
    }

    private void stop(Member member) {
        member.process.stop(STOP_GRACE);
        members.getOrDefault(member.process.spec().name(), new ArrayList<>()).remove(member);
    }

    synchronized void reserve(String functionName, OptionalInt count) {
        if (count.isPresent()) {
            reserved.put(functionName, count.getAsInt());
        } else {
            reserved.remove(functionName);
        }
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

    synchronized void retire(String functionName, Predicate<String> revisions) {
        for (Member member : List.copyOf(members.getOrDefault(functionName, List.of()))) {
            if (!revisions.test(member.process.spec().revision())) {
                continue;
            }
            if (member.isIdle()) {
                stop(member);
            } else {
                member.retired = true;
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
        care.close();
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
