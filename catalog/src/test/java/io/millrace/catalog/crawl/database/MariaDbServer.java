package io.millrace.catalog.crawl.database;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A real MariaDB for the tests of this JVM, in a folder of its own; the build unpacks its program. */
public final class MariaDbServer {
    /** The administrator, who needs no password from this machine. */
    private static final String ROOT = "root";

    private MariaDbServer() {}

    /** The port on 127.0.0.1. */
    public static int port() {
        return Started.SERVER.port;
    }

    /** Runs statements as the administrator. */
    public static void execute(String... statements) {
        try (Connection connection = connect(port());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot prepare the database", e);
        }
    }

    private static Connection connect(int port) throws SQLException {
        return DriverManager.getConnection("jdbc:mariadb://127.0.0.1:" + port + "/?connectTimeout=5000", ROOT, "");
    }

    private record Running(int port) {}

    private static final class Started {
        static final Running SERVER = start();

        private static Running start() {
            try {
                Path home = Path.of(System.getProperty("millrace.home"), "catalog/target/mariadb");
                File program = home.resolve("bin/mariadbd").toFile();
                if (!program.setExecutable(true)) {
                    throw new IllegalStateException(program + " is missing: the build unpacks it there");
                }
                Path folder = Files.createTempDirectory("mariadb");
                List<String> command = command(home, folder);
                bootstrap(command, home, folder);
                return start(command, folder, freePort());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        private static List<String> command(Path home, Path folder) {
            return List.of(
                    home.resolve("bin/mariadbd").toString(),
                    "--no-defaults",
                    "--user=" + System.getProperty("user.name"),
                    "--basedir=" + home,
                    "--lc-messages-dir=" + home.resolve("share"),
                    "--character-sets-dir=" + home.resolve("share/charsets"),
                    "--datadir=" + folder,
                    "--innodb-buffer-pool-size=16M",
                    "--innodb-flush-log-at-trx-commit=0",
                    "--innodb-log-file-size=4M");
        }

        private static void bootstrap(List<String> command, Path home, Path folder)
                throws IOException, InterruptedException {
            StringBuilder sql = new StringBuilder("CREATE DATABASE mysql;\nUSE mysql;\nSET @auth_root_socket=NULL;\n");
            for (String part : List.of("system_tables", "performance_tables", "system_tables_data")) {
                sql.append(Files.readString(home.resolve("share/mariadb_" + part + ".sql")));
            }
            Path script = Files.writeString(folder.resolve("bootstrap.sql"), sql, StandardCharsets.UTF_8);
            List<String> bootstrap = new ArrayList<>(command);
            bootstrap.add("--bootstrap");
            Process process =
                    process(bootstrap, folder).redirectInput(script.toFile()).start();
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException("MariaDB cannot begin:\n" + Files.readString(folder.resolve("log")));
            }
        }

        private static Running start(List<String> command, Path folder, int port) throws IOException {
            List<String> serve = new ArrayList<>(command);
            serve.add("--bind-address=127.0.0.1");
            serve.add("--port=" + port);
            serve.add("--socket=" + folder.resolve("socket"));
            Process process = process(serve, folder).start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process, folder), "stop-mariadb"));
            // In this thread: another one would wait for this class's initializer, which is what runs here.
            Awaitility.await().pollInSameThread().atMost(Duration.ofSeconds(60)).until(() -> answers(port));
            return new Running(port);
        }

        private static ProcessBuilder process(List<String> command, Path folder) {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("log").toFile()));
        }

        private static boolean answers(int port) {
            try (Connection connection = connect(port)) {
                return connection.isValid(5);
            } catch (SQLException e) {
                return false;
            }
        }

        private static void stop(Process process, Path folder) {
            process.destroyForcibly().onExit().join();
            try (var files = Files.walk(folder)) {
                files.sorted(java.util.Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static int freePort() throws IOException {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            }
        }
    }
}
