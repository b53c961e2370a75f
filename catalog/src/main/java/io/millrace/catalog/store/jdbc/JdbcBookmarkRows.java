package io.millrace.catalog.store.jdbc;

import io.millrace.catalog.store.Batch;
import io.millrace.catalog.store.Batch.Counts;
import io.millrace.catalog.store.Batch.State;
import io.millrace.catalog.store.BatchInput;
import io.millrace.catalog.store.Bookmark;
import io.millrace.catalog.store.BookmarkName;
import io.millrace.catalog.store.BookmarkRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.StatementContext;

/** Rows of {@code glue_bookmarks}, {@code glue_batches} and {@code glue_batch_inputs}. */
final class JdbcBookmarkRows implements BookmarkRows {
    private static final String BOOKMARK =
            "SELECT id, job, database_name, table_name, version, digest FROM glue_bookmarks";
    private static final String BATCH =
            "SELECT id, name, state, run_id, version, committed_at, digest, inputs, rows_read,"
                    + " rows_written, rows_rejected, files FROM glue_batches";

    /** Both databases take far more parameters; longer statements gain nothing. */
    private static final int URIS_A_QUERY = 500;

    private final SqlSession session;

    JdbcBookmarkRows(SqlSession session) {
        if (session.asOf() != null) {
            throw new IllegalStateException("Cannot read bookmarks as of the past");
        }
        this.session = session;
    }

    @Override
    public Optional<Bookmark> find(BookmarkName name) {
        return session.query(BOOKMARK + " WHERE job = :job AND database_name = :database AND table_name = :table")
                .bind("job", name.job())
                .bind("database", name.database())
                .bind("table", name.table())
                .map(JdbcBookmarkRows::bookmark)
                .findOne();
    }

    @Override
    public List<Bookmark> ofJob(String job) {
        return session.query(BOOKMARK + " WHERE job = :job ORDER BY database_name, table_name")
                .bind("job", job)
                .map(JdbcBookmarkRows::bookmark)
                .list();
    }

    @Override
    public Bookmark insert(BookmarkName name, long version, String digest) {
        Bookmark bookmark = new Bookmark(nextId("glue_bookmarks"), name, version, digest);
        session.update("INSERT INTO glue_bookmarks (id, job, database_name, table_name, version, digest)"
                        + " VALUES (:id, :job, :database, :table, :version, :digest)")
                .bind("id", bookmark.id())
                .bind("job", name.job())
                .bind("database", name.database())
                .bind("table", name.table())
                .bind("version", version)
                .bind("digest", digest)
                .execute();
        return bookmark;
    }

    @Override
    public void update(Bookmark bookmark) {
        session.update("UPDATE glue_bookmarks SET version = :version, digest = :digest WHERE id = :id")
                .bind("id", bookmark.id())
                .bind("version", bookmark.version())
                .bind("digest", bookmark.digest())
                .execute();
    }

    @Override
    public Optional<Batch> findBatch(Bookmark bookmark, String name) {
        return session.query(BATCH + " WHERE bookmark_id = :bookmark AND name = :name")
                .bind("bookmark", bookmark.id())
                .bind("name", name)
                .map(JdbcBookmarkRows::batch)
                .findOne();
    }

    @Override
    public List<Batch> batches(Bookmark bookmark, State state) {
        return session.query(BATCH + " WHERE bookmark_id = :bookmark AND state = :state ORDER BY version, id")
                .bind("bookmark", bookmark.id())
                .bind("state", state.name())
                .map(JdbcBookmarkRows::batch)
                .list();
    }

    @Override
    public Batch insertBatch(Bookmark bookmark, Batch batch) {
        Batch added = batch.withId(nextId("glue_batches"));
        columns(
                        session.update("INSERT INTO glue_batches (id, bookmark_id, name, state, run_id, version,"
                                + " committed_at, digest, inputs, rows_read, rows_written, rows_rejected, files)"
                                + " VALUES (:id, :bookmark, :name, :state, :run, :version, :committed, :digest, :inputs,"
                                + " :read, :written, :rejected, :files)"),
                        added)
                .bind("bookmark", bookmark.id())
                .bind("name", added.name())
                .execute();
        return added;
    }

    @Override
    public void updateBatch(Batch batch) {
        columns(
                        session.update("UPDATE glue_batches SET state = :state, run_id = :run, version = :version,"
                                + " committed_at = :committed, digest = :digest, inputs = :inputs, rows_read = :read,"
                                + " rows_written = :written, rows_rejected = :rejected, files = :files WHERE id = :id"),
                        batch)
                .execute();
    }

    private static <S extends SqlStatement<S>> S columns(S statement, Batch batch) {
        return statement
                .bind("id", batch.id())
                .bind("state", batch.state().name())
                .bind("run", batch.runId())
                .bind("version", batch.version())
                .bind("committed", batch.committedAt().toEpochMilli())
                .bind("digest", batch.digest())
                .bind("inputs", batch.inputs())
                .bind("read", batch.counts().rowsRead())
                .bind("written", batch.counts().rowsWritten())
                .bind("rejected", batch.counts().rowsRejected())
                .bind("files", batch.counts().files());
    }

    @Override
    public void removeBatches(Bookmark bookmark, List<Batch> batches) {
        if (batches.isEmpty()) {
            return;
        }
        List<Long> ids = batches.stream().map(Batch::id).toList();
        if (batches.stream().anyMatch(batch -> batch.inputs() > 0)) {
            session.update("DELETE FROM glue_batch_inputs WHERE bookmark_id = :bookmark AND batch_id IN (<ids>)")
                    .bind("bookmark", bookmark.id())
                    .bindList("ids", ids)
                    .execute();
        }
        session.update("DELETE FROM glue_batches WHERE id IN (<ids>)")
                .bindList("ids", ids)
                .execute();
    }

    @Override
    public int addInputs(Bookmark bookmark, Batch batch, List<BatchInput> inputs) {
        if (inputs.isEmpty()) {
            return 0;
        }
        PreparedBatch rows = session.batch("INSERT INTO glue_batch_inputs (bookmark_id, uri, batch_id, etag, size)"
                + " VALUES (:bookmark, :uri, :batch, :etag, :size) ON CONFLICT DO NOTHING");
        for (BatchInput input : inputs) {
            rows.bind("bookmark", bookmark.id())
                    .bind("uri", input.uri())
                    .bind("batch", batch.id())
                    .bind("etag", input.eTag())
                    .bind("size", input.size())
                    .add();
        }
        return Arrays.stream(rows.execute()).sum();
    }

    @Override
    public Map<String, BatchInput> processed(Bookmark bookmark, List<String> uris, long after, long upTo) {
        Map<String, BatchInput> processed = new HashMap<>();
        for (int from = 0; from < uris.size(); from += URIS_A_QUERY) {
            Query query = session.query("SELECT i.uri, i.etag, i.size FROM glue_batch_inputs i"
                            + " JOIN glue_batches b ON b.id = i.batch_id"
                            + " WHERE i.bookmark_id = :bookmark AND i.uri IN (<uris>) AND b.state = 'COMMITTED'"
                            + " AND b.version > :after AND b.version <= :upTo"
                            + " ORDER BY b.version")
                    .bind("bookmark", bookmark.id())
                    .bind("after", after)
                    .bind("upTo", upTo)
                    .bindList("uris", uris.subList(from, Math.min(from + URIS_A_QUERY, uris.size())));
            // Of several batches that read an object, the last one tells in which state it was processed.
            query.map(JdbcBookmarkRows::input).forEach(input -> processed.put(input.uri(), input));
        }
        return processed;
    }

    @Override
    public void forEach(Consumer<Bookmark> visitor) {
        session.query(BOOKMARK + " ORDER BY id").map(JdbcBookmarkRows::bookmark).forEach(visitor);
    }

    @Override
    public void forEachInput(Bookmark bookmark, Batch batch, Consumer<BatchInput> visitor) {
        try (Stream<BatchInput> inputs = session
                .query("SELECT uri, etag, size FROM glue_batch_inputs"
                        + " WHERE bookmark_id = :bookmark AND batch_id = :batch ORDER BY uri")
                .bind("bookmark", bookmark.id())
                .bind("batch", batch.id())
                .map(JdbcBookmarkRows::input)
                .stream()) {
            inputs.forEach(visitor);
        }
    }

    /** Nobody else writes meanwhile (see {@link CatalogDatabase#write}). */
    private long nextId(String table) {
        return session.query("SELECT coalesce(max(id), 0) + 1 FROM " + table)
                .mapTo(Long.class)
                .one();
    }

    private static Bookmark bookmark(ResultSet row, StatementContext context) throws SQLException {
        BookmarkName name = new BookmarkName(row.getString(2), row.getString(3), row.getString(4));
        return new Bookmark(row.getLong(1), name, row.getLong(5), row.getString(6));
    }

    private static Batch batch(ResultSet row, StatementContext context) throws SQLException {
        return new Batch(
                row.getLong(1),
                row.getString(2),
                State.valueOf(row.getString(3)),
                row.getString(4),
                row.getLong(5),
                Instant.ofEpochMilli(row.getLong(6)),
                row.getString(7),
                row.getLong(8),
                new Counts(row.getLong(9), row.getLong(10), row.getLong(11), row.getLong(12)));
    }

    private static BatchInput input(ResultSet row, StatementContext context) throws SQLException {
        return new BatchInput(row.getString(1), row.getString(2), row.getLong(3));
    }
}
