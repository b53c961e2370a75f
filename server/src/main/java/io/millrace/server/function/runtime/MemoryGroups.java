package io.millrace.server.function.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Control groups that bound the memory of the processes of functions and builds where Linux lets this process make them: below its own group, in the memory
 * hierarchy of version 1 or where version 2 delegates the controller (docs.kernel.org/admin-guide/cgroup-v2.html). The heap is
 * bounded by the JVM everywhere; a group also bounds what native code takes. Thread-safe.
 */
public final class MemoryGroups {
    private static final Logger LOG = LoggerFactory.getLogger(MemoryGroups.class);
    private static final Path SYSTEM = Path.of("/sys/fs/cgroup");
    private static final String PREFIX = "millrace-";
    private static final Path OWN = Path.of("/proc/self/cgroup");

    private final Path parent;
    private final String limitFile;
    private final AtomicInteger made = new AtomicInteger();

    private MemoryGroups(Path parent, String limitFile) {
        this.parent = parent;
        this.limitFile = limitFile;
    }

    /** The groups of this machine; empty where none can be made. */
    public static Optional<MemoryGroups> find() {
        return find(OWN, SYSTEM);
    }

    /**
     * @param own what {@code /proc/self/cgroup} says
     * @param system where the hierarchies are mounted
     */
    static Optional<MemoryGroups> find(Path own, Path system) {
        try {
            for (String line : Files.exists(own) ? Files.readAllLines(own) : List.<String>of()) {
                String[] parts = line.split(":", 3);
                String path = parts[parts.length - 1].replaceFirst("^/", "");
                if (List.of(parts[1].split(",")).contains("memory")) {
                    return usable(system.resolve("memory").resolve(path), "memory.limit_in_bytes");
                }
                Path unified = system.resolve(path);
                if (parts[1].isEmpty() && delegatesMemory(unified)) {
                    return usable(unified, "memory.max");
                }
            }
        } catch (IOException e) {
            LOG.debug("No control groups", e);
        }
        return Optional.empty();
    }

    private static boolean delegatesMemory(Path group) throws IOException {
        Path control = group.resolve("cgroup.subtree_control");
        return Files.exists(control)
                && List.of(Files.readString(control).strip().split(" ")).contains("memory");
    }

    private static Optional<MemoryGroups> usable(Path parent, String limitFile) {
        if (!Files.isWritable(parent)) {
            return Optional.empty();
        }
        removeAbandoned(parent);
        return Optional.of(new MemoryGroups(parent, limitFile));
    }

    /** Removes what servers that were killed have left; Linux refuses to remove a group that is in use. */
    private static void removeAbandoned(Path parent) {
        try (Stream<Path> groups = Files.list(parent)) {
            groups.filter(path -> path.getFileName().toString().startsWith(PREFIX))
                    .map(Group::new)
                    .forEach(Group::remove);
        } catch (IOException e) {
            LOG.debug("Left-over control groups in {} were not looked for", parent, e);
        }
    }

    /** Puts a process into a group of its own of this size. Empty if the machine refuses, which leaves the process as it was. */
    public Optional<Group> enclose(long pid, long bytes) {
        Path folder = parent.resolve(PREFIX + ProcessHandle.current().pid() + "-" + made.incrementAndGet());
        try {
            Files.createDirectory(folder);
            Group group = new Group(folder);
            try {
                Files.writeString(folder.resolve(limitFile), Long.toString(bytes));
                Files.writeString(folder.resolve("cgroup.procs"), Long.toString(pid));
                return Optional.of(group);
            } catch (IOException e) {
                group.remove();
                throw e;
            }
        } catch (IOException e) {
            LOG.debug("The process {} has no control group", pid, e);
            return Optional.empty();
        }
    }

    /**
     * One process's group.
     *
     * @param folder its place in the hierarchy
     */
    public record Group(Path folder) {
        /** Removes the group of a process that has ended. */
        public void remove() {
            try {
                Files.deleteIfExists(folder);
            } catch (IOException e) {
                LOG.debug("The control group {} is left behind", folder, e);
            }
        }
    }
}
