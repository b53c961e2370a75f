package io.millrace.etl.job;

import java.io.IOException;
import java.util.Arrays;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** Local files, whose every operation may be the last of a simulated process; it knows only the test's one process. */
public final class MortalFileSystem extends RawLocalFileSystem {
    /** Which process the operations are of. */
    static final ThreadLocal<MortalProcess> PROCESS = ThreadLocal.withInitial(() -> MortalProcess.IMMORTAL);

    @Override
    public FileStatus[] listStatus(Path path) throws IOException {
        PROCESS.get().step("list");
        // As they are they ask a program for permissions, file by file.
        return Arrays.stream(super.listStatus(path))
                .map(MortalFileSystem::plain)
                .toArray(FileStatus[]::new);
    }

    private static FileStatus plain(FileStatus file) {
        return new FileStatus(
                file.getLen(), file.isDirectory(), 1, file.getBlockSize(), file.getModificationTime(), file.getPath());
    }

    @Override
    public boolean delete(Path path, boolean recursive) throws IOException {
        PROCESS.get().step("delete");
        boolean deleted = super.delete(path, recursive);
        PROCESS.get().step("deleted");
        return deleted;
    }
}
