package io.millrace.etl.job.storage;

import io.millrace.catalog.storage.S3Clients;
import io.millrace.etl.lakehouse.LakeFormat;
import io.millrace.etl.lakehouse.LakeSnapshot;
import io.millrace.etl.lakehouse.LakeSnapshots;
import io.millrace.etl.lakehouse.LakeTables;
import java.nio.file.Path;
import java.util.Optional;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.s3.S3Client;

/** Snapshots in the object store of this process's job. Most jobs read none: the client lives as long as one reading. */
public final class JobLakes implements LakeSnapshots {
    @Override
    public Optional<LakeSnapshot> read(Table table) {
        if (LakeFormat.of(table).isEmpty()) {
            return Optional.empty();
        }
        try (S3Client s3 = S3Clients.create(JobStorage.ofProcess())) {
            return new LakeTables(s3, Path.of(System.getProperty("java.io.tmpdir"))).read(table);
        }
    }
}
