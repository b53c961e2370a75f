package io.millrace.server.function.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestMemoryGroups {
    @TempDir
    private Path system;

    @Test
    void makesAGroupBelowItsOwnInTheMemoryHierarchyOfVersionOne() throws IOException {
        Path parent = Files.createDirectories(system.resolve("memory/jobs/one"));
        Path own = own("5:cpu,cpuacct:/\n4:memory:/jobs/one\n0::/\n");

        MemoryGroups.Group group = MemoryGroups.find(own, system)
                .orElseThrow()
                .enclose(4711, 128 << 20)
                .orElseThrow();

        assertThat(group.folder().getParent()).isEqualTo(parent);
        assertThat(group.folder().resolve("memory.limit_in_bytes")).hasContent("134217728");
        assertThat(group.folder().resolve("cgroup.procs")).hasContent("4711");
    }

    @Test
    void usesVersionTwoWhereTheControllerIsDelegated() throws IOException {
        Path parent = Files.createDirectories(system.resolve("user.slice"));
        Files.writeString(parent.resolve("cgroup.subtree_control"), "cpu memory pids\n");

        MemoryGroups.Group group = MemoryGroups.find(own("0::/user.slice\n"), system)
                .orElseThrow()
                .enclose(4711, 1 << 20)
                .orElseThrow();

        assertThat(group.folder().resolve("memory.max")).hasContent("1048576");
    }

    @Test
    void hasNoneWhereTheControllerIsNotDelegatedOrThereIsNoLinux() throws IOException {
        Path parent = Files.createDirectories(system.resolve("user.slice"));
        Files.writeString(parent.resolve("cgroup.subtree_control"), "pids\n");

        assertThat(MemoryGroups.find(own("0::/user.slice\n"), system)).isEmpty();
        assertThat(MemoryGroups.find(system.resolve("missing"), system)).isEmpty();
    }

    @Test
    void whatTheMachineAllowsBoundsARealProcess() throws Exception {
        Process process = new ProcessBuilder("sleep", "30").start();
        Optional<MemoryGroups.Group> group =
                MemoryGroups.find().flatMap(groups -> groups.enclose(process.pid(), 64 << 20));
        try {
            String groups = Files.readString(Path.of("/proc/" + process.pid() + "/cgroup"));
            assertThat(groups.contains("millrace-")).isEqualTo(group.isPresent());
        } finally {
            process.destroyForcibly().waitFor();
            group.ifPresent(MemoryGroups.Group::remove);
        }
        assertThat(group.filter(left -> Files.exists(left.folder()))).isEmpty();
    }

    private Path own(String text) throws IOException {
        return Files.writeString(system.resolve("own"), text);
    }
}
