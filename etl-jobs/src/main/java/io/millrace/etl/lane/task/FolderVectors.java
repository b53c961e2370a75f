package io.millrace.etl.lane.task;

import io.millrace.catalog.type.HiveType;
import io.millrace.etl.lane.parse.CellParser;
import io.millrace.etl.lane.task.TaskPlan.FolderKey;
import io.millrace.etl.lane.vector.BytesVector;
import io.millrace.etl.lane.vector.Vector;
import io.millrace.etl.lane.vector.VectorBatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The source's partition keys for all rows of a part: one value in every row. */
public final class FolderVectors {
    private FolderVectors() {}

    /** A vector for each key. @throws IOException naming the key if its value is none of its type */
    public static List<Vector> of(List<FolderKey> keys, InputPart part) throws IOException {
        List<Vector> vectors = new ArrayList<>();
        for (FolderKey key : keys) {
            vectors.add(vector(key, part.keys().get(key.index()), part.uri()));
        }
        return vectors;
    }

    private static Vector vector(FolderKey key, @Nullable String value, String uri) throws IOException {
        HiveType type = key.column().type();
        Vector vector = Vector.of(type, VectorBatch.DEFAULT_CAPACITY);
        byte[] bytes = value == null ? new byte[0] : value.getBytes(StandardCharsets.UTF_8);
        boolean isText = type == HiveType.Primitive.STRING || type instanceof HiveType.BoundedText;
        CellParser parser = CellParser.of(type);
        for (int row = 0; row < vector.capacity(); row++) {
            if (value == null) {
                vector.setNull(row);
            } else if (isText) {
                setShared((BytesVector) vector, row, bytes);
            } else if (!parser.parse(bytes, 0, bytes.length, vector, row)) {
                throw new IOException("Partition key %s of %s: %s"
                        .formatted(key.column().name(), uri, parser.reason(bytes, 0, bytes.length)));
            }
        }
        return vector;
    }

    private static void setShared(BytesVector vector, int row, byte[] bytes) {
        if (row == 0) {
            vector.set(0, bytes, 0, bytes.length);
        } else {
            vector.setShared(row, 0, bytes.length);
        }
    }
}
