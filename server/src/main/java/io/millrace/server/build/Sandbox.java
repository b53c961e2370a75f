package io.millrace.server.build;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands between a build's commands and the machine. With all of it, they run as a user of the build's own without any rights, see no
 * process but their own, no file of the server's data folder, and of the folders that everybody may write to only empty ones that go with
 * the build; when the build or the server ends, the kernel ends every process of the build with it. A machine may allow less, which is found
 * out once and said in the build's log.
 */
final class Sandbox {
    private static final Logger LOG = LoggerFactory.getLogger(Sandbox.class);
    private static final int PROBE_SECONDS = 10;
    private static final String DROP =
            "setpriv --reuid %1$d --regid %1$d --clear-groups --no-new-privs --inh-caps=-all --bounding-set=-all";

    /** How much of it this machine allows. */
    enum Level {
        /** Own user, own view of processes and folders. */
        NAMESPACES,
        /** Own user. */
        USER,
        /** The server's own user: where it is not root, there is no other to be. */
        LIMITS
    }

    private final Level level;
    private final Path hidden;

    private Sandbox(Level level, Path hidden) {
        this.level = level;
        this.hidden = hidden;
    }

    /**
     * What the machine allows.
     *
     * @param hidden the server's data folder, which builds do not see
     * @param user a user id to try with
     */
    static Sandbox find(Path hidden, int user) {
        for (Level level : Level.values()) {
            Sandbox sandbox = new Sandbox(level, hidden);
            if (level == Level.LIMITS || sandbox.works(user)) {
                LOG.info("Builds run with {}", level);
                return sandbox;
            }
        }
        throw new IllegalStateException("The last level needs nothing");
    }

    Level level() {
        return level;
    }

    /** For the build's log. */
    String description() {
        return switch (level) {
            case NAMESPACES -> "The build runs as a user of its own, and sees its own processes and folder alone.";
            case USER -> "The build runs as a user of its own; this machine allows no namespaces.";
            case LIMITS ->
                "The build runs as the server's user, who is not root: do not build what you do not trust here.";
        };
    }

    private boolean works(int user) {
        Path folder = Path.of("/");
        List<String> command =
                command(folder, user, new BuildLimits(64, 0, 1 << 20, 0, java.time.Duration.ZERO), "true");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().write('\n');
            process.getOutputStream().close();
            if (!process.waitFor(PROBE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException e) {
            LOG.debug("Not with {}", level, e);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * The command that runs bash with a text, once a line came on standard input.
     *
     * @param folder the build's, which stays writable and is the current one
     */
    List<String> command(Path folder, int user, BuildLimits limits, String script) {
        List<String> command = new ArrayList<>();
        if (level != Level.LIMITS) {
            // The kernel ends this process when the server's thread that waits for it ends, however that comes.
            command.addAll(List.of("setpriv", "--pdeathsig", "KILL"));
        }
        if (level == Level.NAMESPACES) {
            command.addAll(List.of("unshare", "--mount", "--pid", "--ipc", "--fork", "--kill-child", "--mount-proc"));
        }
        command.addAll(List.of("bash", "-c", wrapper(folder, user, limits), "millrace-build", script));
        return command;
    }

    /**
     * The command that ends every process of a build's user; empty where namespaces do it, or where the build's user is the server's.
     *
     * <p>A signal to "all" goes to those that its sender may signal, which are those of its own user (kill(2)).
     */
    List<String> endOf(int user) {
        return level == Level.USER
                ? List.of(
                        "setpriv",
                        "--reuid",
                        "" + user,
                        "--regid",
                        "" + user,
                        "--clear-groups",
                        "bash",
                        "-c",
                        "kill -KILL -1")
                : List.of();
    }

    private String wrapper(Path folder, int user, BuildLimits limits) {
        StringBuilder text = new StringBuilder("read -r go; set -e; ");
        if (level == Level.NAMESPACES && !folder.equals(Path.of("/"))) {
            text.append(mounts(BuildScript.quote(folder.toString())));
        }
        text.append("ulimit -c 0; ulimit -n 8192; ulimit -f ")
                .append(Math.max(1, limits.fileBytes() >> 10))
                .append("; ");
        if (level == Level.LIMITS) {
            return text.append("exec bash -c \"$1\" build </dev/null").toString();
        }
        text.append("ulimit -u ").append(limits.processes()).append("; ");
        // This shell stays, as the first process of the namespace: the kernel ends it with its parent, which it would
        // forget to if the
        // shell itself became the build's user; and its end is that of all others.
        return text.append("set +e; ")
                .append(DROP.formatted(user))
                .append(" bash -c \"$1\" build </dev/null; exit $?")
                .toString();
    }

    /** The current folder is the build's; "." still means it when another file system covers the folder above it. */
    private String mounts(String folder) {
        StringBuilder text = new StringBuilder("mount --make-rprivate /; ");
        text.append("mount -t tmpfs -o mode=0755,size=1m millrace ")
                .append(BuildScript.quote(hidden.toString()))
                .append("; ");
        for (String shared : List.of("/var/tmp", "/dev/shm", "/run/lock")) {
            text.append("[ ! -d ")
                    .append(shared)
                    .append(" ] || mount -t tmpfs -o mode=1777,size=256m millrace ")
                    .append(shared)
                    .append("; ");
        }
        text.append("mount -t tmpfs -o mode=1777,size=1g millrace /tmp; mkdir -p ")
                .append(folder);
        text.append("; mount --no-canonicalize --bind . ").append(folder);
        return text.append("; cd ").append(folder).append("; ").toString();
    }
}
