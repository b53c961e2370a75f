package io.millrace.etl.job.source;

import io.millrace.etl.job.storage.S3Paths;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.api.java.UDF1;
import org.jspecify.annotations.Nullable;

/** Finds a partition key's value for a file by the folder that it lies in. Sent to the tasks. */
public final class FolderValues implements UDF1<String, String> {
    private static final long serialVersionUID = 1L;
    private static final String HIVE_NULL = "__HIVE_DEFAULT_PARTITION__";

    private final HashMap<String, String> valueByFolder;

    private FolderValues(Map<String, String> valueByFolder) {
        this.valueByFolder = new HashMap<>(valueByFolder);
    }

    /** For the key at the index. */
    public static FolderValues ofKey(List<SourceTable.Folder> folders, int index) {
        Map<String, String> values = new HashMap<>();
        folders.forEach(folder -> values.put(
                S3Paths.toHadoop(folder.location()).toUri() + "/",
                folder.values().get(index)));
        return new FolderValues(values);
    }

    /** The value that a partition's folder stands for. */
    public static @Nullable String nullIfHiveNull(String value) {
        return HIVE_NULL.equals(value) ? null : value;
    }

    @Override
    public @Nullable String call(String file) {
        for (int slash = file.lastIndexOf('/'); slash > 0; slash = file.lastIndexOf('/', slash - 1)) {
            String value = valueByFolder.get(file.substring(0, slash + 1));
            if (value != null) {
                return nullIfHiveNull(value);
            }
        }
        throw new IllegalStateException("File " + file + " is in none of the folders " + valueByFolder.keySet());
    }
}
