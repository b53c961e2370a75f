package io.millrace.etl.job.rows;

import io.millrace.etl.job.storage.S3Paths;
import io.millrace.etl.lakehouse.LakeFile;
import io.millrace.etl.lakehouse.LakeSnapshot;
import io.millrace.etl.lakehouse.RowNumbers;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
import org.jspecify.annotations.Nullable;

/** A column's value for all rows of a file. This and the functions in it are sent to the tasks; they know files by Spark's URIs. */
final class LakeFileValues implements UDF1<String, String> {
    private static final long serialVersionUID = 1L;

    private final HashMap<String, String> values;

    private LakeFileValues(Map<String, String> values) {
        this.values = new HashMap<>(values);
    }

    /** Of the column with this lower-cased name. */
    static LakeFileValues ofConstant(LakeSnapshot snapshot, String column) {
        HashMap<String, String> values = new HashMap<>();
        for (LakeFile file : snapshot.files()) {
            file.constants().getOrDefault(column, Optional.empty()).ifPresent(value -> values.put(uri(file), value));
        }
        return new LakeFileValues(values);
    }

    private static String uri(LakeFile file) {
        return S3Paths.toHadoop(file.uri()).toUri().toString();
    }

    @Override
    public @Nullable String call(String file) {
        return values.get(file);
    }

    /** Whether a row is deleted by its number. */
    static final class DeletedRows implements UDF2<String, Long, Boolean> {
        private static final long serialVersionUID = 1L;

        private final HashMap<String, RowNumbers> deleted;

        private DeletedRows(Map<String, RowNumbers> deleted) {
            this.deleted = new HashMap<>(deleted);
        }

        static DeletedRows of(LakeSnapshot snapshot) {
            HashMap<String, RowNumbers> deleted = new HashMap<>();
            snapshot.files().stream()
                    .filter(file -> !file.deleted().isEmpty())
                    .forEach(file -> deleted.put(uri(file), file.deleted()));
            return new DeletedRows(deleted);
        }

        @Override
        public Boolean call(String file, Long row) {
            RowNumbers rows = deleted.get(file);
            return rows != null && rows.contains(row);
        }
    }

    /** Whether an equality delete counts for a file. */
    static final class Applies implements UDF1<String, Boolean> {
        private static final long serialVersionUID = 1L;

        private final HashSet<String> files;

        private Applies(Set<String> files) {
            this.files = new HashSet<>(files);
        }

        static Applies of(LakeSnapshot snapshot, int delete) {
            HashSet<String> files = new HashSet<>();
            snapshot.files().stream()
                    .filter(file -> file.equalityDeletes().contains(delete))
                    .forEach(file -> files.add(uri(file)));
            return new Applies(files);
        }

        @Override
        public Boolean call(String file) {
            return files.contains(file);
        }
    }
}
