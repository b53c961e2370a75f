package io.millrace.etl.job.arguments;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The process of a run that no job definition started, as its run id: such a run has no state in the catalog, but a process that can be looked for.
 *
 * @param host where it runs
 * @param startMillis when it began, in milliseconds since 1970: process ids are used again
 */
public record RunProcess(String host, long pid, long startMillis) {
    private static final Pattern RUN_ID = Pattern.compile("process-(\\d+)-(\\d+)@(.*)");

    /** This process. */
    static RunProcess ofThis() {
        ProcessHandle self = ProcessHandle.current();
        return new RunProcess(hostName(), self.pid(), start(self));
    }

    /** The process of a run id that {@link #runId} made. */
    public static Optional<RunProcess> parse(String runId) {
        Matcher matcher = RUN_ID.matcher(runId);
        return matcher.matches()
                ? Optional.of(new RunProcess(
                        matcher.group(3), Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    /** As text. */
    String runId() {
        return "process-%d-%d@%s".formatted(pid, startMillis, host);
    }

    /** Whether it is another process than this one, on this host, and at work. Of other hosts nothing is known; theirs count as ended. */
    public boolean isAtWorkElsewhere() {
        return !equals(ofThis())
                && host.equals(hostName())
                && ProcessHandle.of(pid)
                        .filter(process -> process.isAlive() && start(process) == startMillis)
                        .isPresent();
    }

    private static long start(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
