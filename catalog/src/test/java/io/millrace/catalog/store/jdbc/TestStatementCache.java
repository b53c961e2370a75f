package io.millrace.catalog.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterable;
import org.jdbi.v3.core.statement.Query;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestStatementCache {
    private static final String INSERT = "INSERT INTO numbers VALUES (?)";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private SqliteDatabase database;

    @BeforeEach
    void open() {
        database = SqliteDatabase.open(folder.resolve("x.db"));
        database.jdbi().useHandle(handle -> {
            handle.execute("CREATE TABLE numbers (n BIGINT PRIMARY KEY)");
            for (int i = 1; i <= 5; i++) {
                handle.execute(INSERT, i);
            }
        });
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void runsTheSameSqlInsideItself() {
        List<String> pairs = database.read(handle -> {
            List<String> found = new ArrayList<>();
            try (Stream<Integer> outer = from(handle, 3).stream()) {
                outer.forEach(n -> from(handle, n).forEach(m -> found.add(n + "-" + m)));
            }
            return found;
        });
        assertThat(pairs).containsExactly("3-3", "3-4", "3-5", "4-4", "4-5", "5-5");
    }

    @Test
    void givesBackAStatementWhoseResultWasNotReadToItsEnd() {
        for (int round = 0; round < 3; round++) {
            int first = database.read(handle -> {
                try (Stream<Integer> rows = from(handle, 2).stream()) {
                    Iterator<Integer> iterator = rows.iterator();
                    return iterator.next();
                }
            });
            assertThat(first).isEqualTo(2);
            int next = 10 + round;
            // A statement that was left open would keep the write from seeing what is there, or from committing.
            database.<Integer>write(handle -> handle.execute(INSERT, next));
            assertThat(database.<Long>read(handle -> from(handle, 10).stream().count()))
                    .isEqualTo(round + 1);
        }
    }

    @Test
    void usesAStatementAgainAfterItFailedAndAfterTheTableChanged() {
        assertThatThrownBy(() -> database.<Integer>write(handle -> handle.execute(INSERT, 1)))
                .hasMessageContaining("UNIQUE");
        assertThat(database.<Integer>write(handle -> handle.execute(INSERT, 6))).isEqualTo(1);
        database.jdbi().useHandle(handle -> handle.execute("ALTER TABLE numbers ADD COLUMN m TEXT DEFAULT 'x'"));
        assertThat(database.<List<Integer>>read(handle -> from(handle, 5).list()))
                .containsExactly(5, 6);
    }

    @Test
    void forgetsStatementsThatWereUsedLongAgo() {
        int sum = database.read(handle -> IntStream.range(0, 1000)
                .map(i -> handle.createQuery("SELECT " + i).mapTo(Integer.class).one())
                .sum());
        assertThat(sum).isEqualTo(499_500);
        assertThat(database.<List<Integer>>read(handle -> from(handle, 5).list()))
                .containsExactly(5);
    }

    private static ResultIterable<Integer> from(Handle handle, int first) {
        Query query = handle.createQuery("SELECT n FROM numbers WHERE n >= :first ORDER BY n");
        return query.bind("first", first).mapTo(Integer.class);
    }
}
