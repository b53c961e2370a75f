package io.millrace.etl.lakehouse;

import io.millrace.etl.lakehouse.LakeObjects.Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Rows of metadata that lie in a Parquet file: position deletes and Delta's checkpoints. Read with DuckDB, the one reader of Parquet that has no
 * Hadoop, from a copy of the file, shut off from everything else. Closing removes the copy.
 */
public final class ParquetRows implements AutoCloseable {
    private final Address file;
    private final Path copy;
    private final Connection duck;
    private final ResultSet rows;

    private ParquetRows(Address file, Path copy, Connection duck, ResultSet rows) {
        this.file = file;
        this.copy = copy;
        this.duck = duck;
        this.rows = rows;
    }

    /**
     * Opens a file.
     *
     * @param columns names of columns at the file's top; those that the file lacks are null
     * @param rendering DuckDB's expression for a column that the file has, with {@code %s} for it
     * @throws IOException if the file is damaged
     */
    public static ParquetRows open(LakeObjects objects, Address file, List<String> columns, String rendering)
            throws IOException {
        Path copy = objects.copy(file);
        Properties properties = new Properties();
        properties.setProperty("jdbc_stream_results", "true");
        Connection duck = null;
        ParquetRows opened = null;
        try {
            duck = DriverManager.getConnection("jdbc:duckdb:", properties);
            opened = new ParquetRows(file, copy, duck, query(duck, copy, columns, rendering));
            return opened;
        } catch (SQLException e) {
            throw damaged(file, e);
        } finally {
            if (opened == null) {
                close(duck, copy);
            }
        }
    }

    // Statement and result live as long as their connection.
    @SuppressWarnings("resource")
    private static ResultSet query(Connection duck, Path copy, List<String> columns, String rendering)
            throws SQLException {
        String literal = "'" + copy.toString().replace("'", "''") + "'";
        Statement statement = duck.createStatement();
        statement.execute("SET memory_limit='512MiB'");
        statement.execute("SET threads=1");
        statement.execute("SET TimeZone='UTC'");
        statement.execute("SET allowed_paths=[" + literal + "]");
        statement.execute("SET enable_external_access=false");
        String from = "read_parquet(" + literal + ")";
        Set<String> present = present(duck, from);
        String select = columns.stream()
                .map(name -> present.contains(name.toLowerCase(Locale.ROOT))
                        ? rendering.formatted("s.\"" + name.replace("\"", "\"\"") + "\"")
                        : "NULL")
                .collect(Collectors.joining(", "));
        return statement.executeQuery("SELECT " + select + " FROM " + from + " s");
    }

    private static Set<String> present(Connection duck, String from) throws SQLException {
        Set<String> present = new HashSet<>();
        try (Statement statement = duck.createStatement();
                ResultSet names = statement.executeQuery("DESCRIBE SELECT * FROM " + from)) {
            while (names.next()) {
                present.add(names.getString(1).toLowerCase(Locale.ROOT));
            }
        }
        return present;
    }

    /** Moves to the next row, if there is one. @throws IOException if the file is damaged */
    public boolean next() throws IOException {
        try {
            return rows.next();
        } catch (SQLException e) {
            throw damaged(file, e);
        }
    }

    /** A column of the current row by its index from 0. @throws IOException if the file is damaged */
    public @Nullable String text(int column) throws IOException {
        try {
            return rows.getString(column + 1);
        } catch (SQLException e) {
            throw damaged(file, e);
        }
    }

    /** A column that is a whole number and not null. @throws IOException if the file is damaged */
    public long number(int column) throws IOException {
        try {
            return rows.getLong(column + 1);
        } catch (SQLException e) {
            throw damaged(file, e);
        }
    }

    private static IOException damaged(Address file, SQLException e) {
        return new IOException("%s cannot be read: %s".formatted(file.uri(), e.getMessage()), e);
    }

    @Override
    public void close() throws IOException {
        close(duck, copy);
    }

    private static void close(@Nullable Connection duck, Path copy) throws IOException {
        try {
            if (duck != null) {
                duck.close();
            }
        } catch (SQLException e) {
            throw new IOException("Cannot close the reader of " + copy, e);
        } finally {
            Files.deleteIfExists(copy);
        }
    }
}
