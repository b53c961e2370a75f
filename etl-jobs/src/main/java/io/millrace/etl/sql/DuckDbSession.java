package io.millrace.etl.sql;

import io.millrace.etl.lakehouse.RowNumbers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PrimitiveIterator;
import java.util.Properties;
import java.util.Set;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** An in-memory DuckDB of one query: limited in memory and threads, shut off from every file but the cache's, then locked. */
final class DuckDbSession implements AutoCloseable {
    private static final int BATCH = 1000;

    private final Connection connection;

    DuckDbSession(DuckDbSettings settings, Path readable) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("jdbc_stream_results", "true");
        connection = DriverManager.getConnection("jdbc:duckdb:", properties);
        execute("SET memory_limit='" + settings.memoryBytes() / (1 << 20) + "MiB'");
        execute("SET threads=" + settings.threads());
        execute("SET temp_directory="
                + DuckDbText.literal(settings.spillFolder().toString()));
        execute("SET TimeZone='UTC'");
        execute("SET integer_division=true");
        execute("SET preserve_insertion_order=false");
        execute("SET autoinstall_known_extensions=false");
        execute("SET autoload_known_extensions=false");
        execute("SET allowed_directories=" + DuckDbText.literals(List.of(readable + "/")));
        execute("SET enable_external_access=false");
        execute("SET lock_configuration=true");
        for (String macro : FunctionTable.resourceText("macros.sql").split(";\n")) {
            execute(macro);
        }
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    Statement statement() throws SQLException {
        return connection.createStatement();
    }

    void insert(String sql, List<? extends List<@Nullable String>> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int pending = 0;
            for (List<@Nullable String> row : rows) {
                for (int i = 0; i < row.size(); i++) {
                    statement.setString(i + 1, row.get(i));
                }
                statement.addBatch();
                if (++pending % BATCH == 0) {
                    statement.executeBatch();
                }
            }
            if (pending % BATCH != 0) {
                statement.executeBatch();
            }
        }
    }

    /** The schemas of Parquet files. */
    Map<String, ParquetField> parquetSchemas(Collection<String> files) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return ParquetField.read(statement, files);
        }
    }

    /** Adds a row of text and number for each number, to a table that is not temporary: millions are added in a second. */
    void appendRows(String table, String text, RowNumbers numbers) throws SQLException {
        try (DuckDBAppender appender = connection.unwrap(DuckDBConnection.class).createAppender("main", table)) {
            PrimitiveIterator.OfLong each = numbers.iterator();
            while (each.hasNext()) {
                appender.beginRow();
                appender.append(text);
                appender.append(each.nextLong());
                appender.endRow();
            }
        }
    }

    Set<Integer> integers(String sql) throws SQLException {
        Set<Integer> result = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                result.add(rows.getInt(1));
            }
        }
        return result;
    }

    /** The lower-case names of the columns of a FROM clause. */
    Set<String> columnNames(String from) throws SQLException {
        Set<String> names = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("DESCRIBE SELECT * FROM " + from)) {
            while (rows.next()) {
                names.add(rows.getString(1).toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
