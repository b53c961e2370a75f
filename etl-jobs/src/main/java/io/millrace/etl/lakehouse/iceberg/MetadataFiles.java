package io.millrace.etl.lakehouse.iceberg;

import io.millrace.etl.lakehouse.LakeObjects;
import io.millrace.etl.lakehouse.LakeObjects.Address;
import org.apache.iceberg.inmemory.InMemoryInputFile;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;

/** Iceberg's metadata files, each read whole: they have a few megabytes. Reads only. Thread-safe. */
final class MetadataFiles implements FileIO {
    private static final long serialVersionUID = 1L;

    // Never sent anywhere: Iceberg's interface alone is serializable.
    @SuppressWarnings("serial")
    private final LakeObjects objects;

    MetadataFiles(LakeObjects objects) {
        this.objects = objects;
    }

    @Override
    public InputFile newInputFile(String path) {
        return new InMemoryInputFile(path, objects.read(Address.of(path)));
    }

    @Override
    public OutputFile newOutputFile(String path) {
        throw new UnsupportedOperationException("Metadata are only read here");
    }

    @Override
    public void deleteFile(String path) {
        throw new UnsupportedOperationException("Metadata are only read here");
    }
}
