package io.millrace.etl.lakehouse;

import io.millrace.etl.lakehouse.LakeTableException.Reason;
import io.millrace.etl.lakehouse.delta.DeltaReader;
import io.millrace.etl.lakehouse.hudi.HudiReader;
import io.millrace.etl.lakehouse.iceberg.IcebergReader;
import java.nio.file.Path;
import java.util.Optional;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.s3.S3Client;

/** The tables of the object store. Thread-safe. */
public final class LakeTables implements LakeSnapshots {
    private final IcebergReader iceberg;
    private final DeltaReader delta;
    private final HudiReader hudi;

    /** @param scratch a folder for copies of metadata that live as long as one reading; made when needed */
    public LakeTables(S3Client s3, Path scratch) {
        LakeObjects objects = new LakeObjects(s3, scratch);
        this.iceberg = new IcebergReader(objects);
        this.delta = new DeltaReader(objects);
        this.hudi = new HudiReader(objects);
    }

    @Override
    public Optional<LakeSnapshot> read(Table table) {
        String name = table.databaseName() + "." + table.name();
        return LakeFormat.of(table).map(format -> switch (format) {
            case ICEBERG -> iceberg.read(name, table);
            case DELTA -> delta.read(name, location(name, table));
            case HUDI -> hudi.read(name, location(name, table));
        });
    }

    /** The table's folder with one slash at its end. */
    private static LakeObjects.Address location(String name, Table table) {
        String location = table.storageDescriptor() == null
                ? null
                : table.storageDescriptor().location();
        if (location == null) {
            throw new LakeTableException(
                    Reason.NOT_SUPPORTED, "Table %s has no location; crawl it again".formatted(name));
        }
        return LakeObjects.Address.of(location.replaceFirst("/*$", "/"));
    }
}
