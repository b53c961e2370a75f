package io.millrace.etl.sql;

import io.millrace.etl.lakehouse.LakeTableException;
import io.millrace.etl.sql.ObjectCache.StoredObject;
import io.millrace.etl.sql.SqlException.Code;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns DuckDB's errors into Trino's: by the kind that a message begins with, and by the files that it names. */
final class EngineErrors {
    private static final String PENDING = "closed pending query result\nError: ";
    private static final List<Code> RAISED_BY_MACROS = List.of(Code.DIVISION_BY_ZERO, Code.NOT_SUPPORTED);

    private EngineErrors() {}

    static SqlException translate(SQLException error, Map<String, StoredObject> objectsByFile) {
        String message = clean(String.valueOf(error.getMessage()));
        Optional<Map.Entry<String, StoredObject>> file = objectsByFile.entrySet().stream()
                .filter(entry -> message.contains(entry.getKey()))
                .findFirst();
        if (file.isPresent()) {
            String uri = file.get().getValue().uri();
            return new SqlException(
                    Code.HIVE_BAD_DATA,
                    "Error reading " + uri + ": " + message.replace(file.get().getKey(), uri),
                    error);
        }
        for (Code code : RAISED_BY_MACROS) {
            int start = message.indexOf(code + ": ");
            if (start >= 0) {
                return new SqlException(
                        code,
                        message.substring(start + code.name().length() + 2).replaceFirst("' to INT8.*", ""),
                        error);
            }
        }
        return new SqlException(codeOf(message), message, error);
    }

    static SqlException translate(LakeTableException error) {
        Code code = error.reason() == LakeTableException.Reason.NOT_SUPPORTED
                ? Code.NOT_SUPPORTED
                : Code.HIVE_CANNOT_OPEN_SPLIT;
        return new SqlException(code, String.valueOf(error.getMessage()), error);
    }

    private static String clean(String message) {
        int pending = message.indexOf(PENDING);
        String rest = pending < 0 ? message : message.substring(pending + PENDING.length());
        // What follows shows the rendered statement, which is not what the user wrote.
        int line = rest.indexOf("\nLINE ");
        return (line < 0 ? rest : rest.substring(0, line)).strip();
    }

    private static Code codeOf(String message) {
        String kind = message.contains("Error")
                ? message.substring(0, message.indexOf("Error")).strip()
                : message;
        return switch (kind) {
            case "Binder", "Catalog" -> Code.SYNTAX_ERROR;
            case "INTERRUPT" -> Code.USER_CANCELED;
            case "Out of Memory" -> Code.EXCEEDED_LOCAL_MEMORY_LIMIT;
            case "Conversion", "Out of Range", "Invalid Input" -> Code.GENERIC_USER_ERROR;
            default -> Code.GENERIC_INTERNAL_ERROR;
        };
    }
}
