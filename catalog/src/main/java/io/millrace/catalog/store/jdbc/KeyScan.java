package io.millrace.catalog.store.jdbc;

import io.millrace.catalog.expression.CodePointOrder;
import io.millrace.catalog.expression.KeySkip;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Predicate;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;

/**
 * Walks through the keys of a table or of an index in order, and jumps over those that a {@link KeySkip} rules out: it reads on for
 * a few keys, since the place to go on is often near, and seeks there otherwise. It learns: where it had to seek, it reads on
 * less the next time. Batches grow while it need not seek.
 */
final class KeyScan {
    /** Most keys that are passed over before it seeks: reading so many costs about what a seek does. */
    private static final int MOST_PATIENCE = 6;

    private static final int FIRST_BATCH = 8;
    private static final int LARGEST_BATCH = 4096;
    private static final int GROWTH = 4;

    private final PreparedStatement statement;
    private final KeySkip skip;
    private final Predicate<String> visitor;
    private long read;
    private long seeks;
    private int patience = MOST_PATIENCE;

    /**
     * A scan.
     *
     * @param statement gives keys in order, from its second parameter on, as many as its third says; its first one is bound
     * @param visitor is given the keys that may match and says whether to go on
     */
    KeyScan(PreparedStatement statement, KeySkip skip, Predicate<String> visitor) {
        this.statement = statement;
        this.skip = skip;
        this.visitor = visitor;
    }

    /** Keys that were read, so far. */
    long read() {
        return read;
    }

    /** Statements that were executed, so far. */
    long seeks() {
        return seeks;
    }

    /** Scans the keys that are greater than {@code after}; empty for all. */
    void run(String after) {
        Optional<String> first = skip.first();
        if (first.isEmpty()) {
            return;
        }
        String position = CodePointOrder.compare(first.get(), after) > 0 ? first.get() : following(after);
        int batch = FIRST_BATCH;
        try {
            Step step = step(position, batch);
            while (step.position() != null) {
                batch = step.jumped() ? FIRST_BATCH : Math.min(batch * GROWTH, LARGEST_BATCH);
                step = step(step.position(), batch);
            }
        } catch (SQLException e) {
            throw new UnableToExecuteStatementException("Cannot scan the keys of partitions", e, null);
        }
    }

    // U+0001 is the smallest character of a key, so this is the first text after the key.
    private static String following(String key) {
        return key.isEmpty() ? "" : key + '\u0001';
    }

    private Step step(String from, int batch) throws SQLException {
        seeks++;
        statement.setString(2, from);
        statement.setInt(3, batch);
        try (ResultSet keys = statement.executeQuery()) {
            return walk(keys, batch);
        }
    }

    private Step walk(ResultSet keys, int batch) throws SQLException {
        String target = "";
        int passedOver = 0;
        String key = "";
        int count = 0;
        while (keys.next()) {
            key = keys.getString(1);
            count++;
            read++;
            if (CodePointOrder.compare(key, target) < 0) {
                if (++passedOver == patience) {
                    patience = 1;
                    return new Step(target, true);
                }
                continue;
            }
            if (passedOver > 0 || count > 1) {
                patience = Math.min(patience + 1, MOST_PATIENCE);
            }
            passedOver = 0;
            Optional<String> next = skip.next(key);
            if (next.isEmpty()) {
                return Step.END;
            }
            target = next.get();
            if (target.equals(key) && !visitor.test(key)) {
                return Step.END;
            }
        }
        if (count < batch) {
            return Step.END;
        }
        return new Step(CodePointOrder.compare(target, key) > 0 ? target : following(key), false);
    }

    /** Where to go on, null for nowhere, and whether that is a jump over keys that were not read. */
    private record Step(@Nullable String position, boolean jumped) {
        static final Step END = new Step(null, false);
    }
}
