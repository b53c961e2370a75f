package io.millrace.etl.lakehouse.delta;

import io.delta.kernel.engine.Engine;
import io.delta.kernel.engine.ExpressionHandler;
import io.delta.kernel.engine.FileSystemClient;
import io.delta.kernel.engine.JsonHandler;
import io.delta.kernel.engine.ParquetHandler;
import io.millrace.etl.lakehouse.LakeObjects;

/**
 * What Delta Kernel needs of its surroundings to follow a log: listing and reading objects, JSON commits, Parquet checkpoints. Kernel's own engine
 * does it with Hadoop, which the server does not have. Nothing is written. Thread-safe.
 */
final class S3Engine implements Engine {
    private final S3Files files;
    private final LogJson json;
    private final CheckpointParquet parquet;

    S3Engine(LakeObjects objects) {
        this.files = new S3Files(objects);
        this.json = new LogJson(files);
        this.parquet = new CheckpointParquet(objects);
    }

    @Override
    public ExpressionHandler getExpressionHandler() {
        return new LogExpressions();
    }

    @Override
    public JsonHandler getJsonHandler() {
        return json;
    }

    @Override
    public FileSystemClient getFileSystemClient() {
        return files;
    }

    @Override
    public ParquetHandler getParquetHandler() {
        return parquet;
    }
}
