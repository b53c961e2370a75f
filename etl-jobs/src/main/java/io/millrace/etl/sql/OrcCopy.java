package io.millrace.etl.sql;

import io.millrace.etl.orc.OrcConversion;
import io.millrace.etl.sql.ObjectCache.StoredObject;
import io.millrace.etl.sql.SqlException.Code;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The rows of an ORC object as Parquet, with the table's columns that it has.
 *
 * @param columns the table's, lower-cased, in its order
 */
record OrcCopy(OrcConversion conversion, List<String> columns) implements CopyForm {
    @Override
    public String id() {
        return "orc " + columns;
    }

    @Override
    public String suffix(StoredObject object) {
        return ".data";
    }

    @Override
    // What the reader throws at damaged bytes is not its contract: index and state errors are among it.
    public void write(StoredObject object, InputStream stored, Path copy, long maxBytes) throws IOException {
        Path orc = copy.resolveSibling(copy.getFileName() + ".orc");
        Files.deleteIfExists(orc);
        try {
            Files.copy(stored, orc);
            convert(object, orc, copy, maxBytes);
        } catch (IOException | SqlException e) {
            Files.deleteIfExists(copy);
            throw e;
        } finally {
            Files.deleteIfExists(orc);
        }
    }

    private void convert(StoredObject object, Path orc, Path copy, long maxBytes) {
        try {
            conversion.toParquet(orc, columns, copy, maxBytes);
        } catch (OrcConversion.Refusal e) {
            throw new SqlException(Code.NOT_SUPPORTED, "Cannot read %s: %s".formatted(object.uri(), e.getMessage()), e);
        } catch (IOException | RuntimeException e) {
            throw new SqlException(
                    Code.HIVE_BAD_DATA, "Error reading %s: no complete ORC data".formatted(object.uri()), e);
        }
    }
}
