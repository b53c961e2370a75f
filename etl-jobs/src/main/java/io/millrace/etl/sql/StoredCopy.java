package io.millrace.etl.sql;

import io.millrace.etl.sql.ObjectCache.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The object as it is: of formats that the engine reads itself. */
enum StoredCopy implements CopyForm {
    AS_STORED;

    @Override
    public String id() {
        return "";
    }

    @Override
    public String suffix(StoredObject object) {
        return ".data";
    }

    @Override
    public void write(StoredObject object, InputStream stored, Path copy, long maxBytes) throws IOException {
        Files.copy(stored, copy, StandardCopyOption.REPLACE_EXISTING);
    }
}
