package io.millrace.server.fault;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** What files of the tests hold: rows of {@code id,price}, and forms of it that are broken. */
final class TestingFiles {
    private TestingFiles() {}

    /** A header and rows; row 7 is {@code 7,7.5}. */
    static String csv(int rows) {
        StringBuilder text = new StringBuilder("id,price\n");
        for (int id = 1; id <= rows; id++) {
            text.append(id).append(',').append(id).append(".5\n");
        }
        return text.toString();
    }

    static byte[] gzip(String content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    static byte[] firstHalf(byte[] content) {
        return Arrays.copyOf(content, content.length / 2);
    }

    /** A real Parquet file of as many rows. */
    static byte[] parquet(Path folder, int rows) throws IOException, SQLException {
        Path file = folder.resolve("rows.parquet");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (SELECT i::BIGINT AS id, i + 0.5::DOUBLE AS price FROM range(1, " + (rows + 1)
                    + ") r(i)) TO '" + file + "' (FORMAT parquet)");
        }
        return Files.readAllBytes(file);
    }
}
