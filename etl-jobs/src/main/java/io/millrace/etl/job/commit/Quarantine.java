package io.millrace.etl.job.commit;

import io.millrace.catalog.layout.BatchObjects;
import io.millrace.etl.job.arguments.BatchArguments.Bookmark;
import io.millrace.etl.job.arguments.BatchArguments.WriteMode;
import io.millrace.etl.job.arguments.JobArguments;
import io.millrace.etl.job.arguments.JobArguments.OnError;
import io.millrace.etl.job.arguments.JobArguments.TableName;
import io.millrace.etl.job.catalog.TableState;
import io.millrace.etl.job.catalog.TargetCatalog;
import io.millrace.etl.job.projection.Projection;
import io.millrace.etl.job.storage.S3Paths;
import io.millrace.etl.lane.expression.Expression;
import io.millrace.etl.lane.expression.NamedExpression;
import io.millrace.etl.lane.task.RejectedRowsTable;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import software.amazon.awssdk.services.glue.model.GlueRequest;
import software.amazon.awssdk.services.glue.model.Table;

/**
 * Where rows go that do not fit: a table beside the target, in a folder beside the target's. Its objects carry the batch's name as the target's do, and
 * its catalog writes are in the same transactions, so that a run that is repeated does not double them and a batch that is given up takes them with
 * it. It is replaced where the run replaces the whole target, or partitions with all inputs read, and otherwise added to.
 */
public final class Quarantine {
    private static final String SUFFIX = "_quarantine";
    private static final Projection COLUMNS = new Projection(
            RejectedRowsTable.COLUMNS.stream()
                    .map(column ->
                            new NamedExpression(column.name(), new Expression.Column(column.name(), column.type())))
                    .toList(),
            List.of(),
            Optional.empty());

    private final TargetCatalog catalog;
    private final TableName name;
    private final String location;
    private final Bookmark bookmark;

    /** Beside the target of these arguments. */
    public Quarantine(TargetCatalog catalog, JobArguments arguments) {
        this.catalog = catalog;
        this.name = table(arguments.target());
        this.location = beside(arguments.targetPath());
        this.bookmark = arguments.batch().bookmark();
    }

    /** The folder, if the run keeps such rows. Not below the target's, which belongs to the target's rows. */
    public static Optional<String> location(JobArguments arguments, String target) {
        return arguments.onError() == OnError.QUARANTINE ? Optional.of(beside(target)) : Optional.empty();
    }

    /** The folder beside a target's. */
    public static String beside(String target) {
        return target.replaceFirst("/+$", "") + SUFFIX + "/";
    }

    /** The table beside a target. */
    static TableName table(TableName target) {
        return new TableName(target.database(), target.name() + SUFFIX);
    }

    private Registration registration() {
        return new Registration(catalog, name, COLUMNS, location);
    }

    /** Refuses a table of the name that is something else. */
    public void check() {
        registration().checkTarget(WriteMode.APPEND);
    }

    /** The writes that let a batch's objects appear without being rows. */
    public List<GlueRequest> begin(String batch) {
        return registration().begin(TableState.read(catalog, name).table(), batch);
    }

    /**
     * The writes that make them rows.
     *
     * @param commit the target's
     */
    public List<GlueRequest> commit(Registration.Commit commit) {
        WriteMode mode = isReplaced(commit.mode()) ? WriteMode.OVERWRITE : WriteMode.APPEND;
        return registration()
                .commit(
                        TableState.read(catalog, name),
                        new Registration.Commit(commit.batch(), mode, Set.of(""), Set.of(""), commit.dropped()));
    }

    /** Replaced by a run that overwrites and takes all inputs that there are: otherwise each further run would add the rows that it finds again. */
    private boolean isReplaced(WriteMode target) {
        return target == WriteMode.OVERWRITE
                || (target == WriteMode.OVERWRITE_PARTITIONS && bookmark == Bookmark.DISABLE);
    }

    /** The writes that keep the objects of a batch that is given up from ever being rows. */
    static List<GlueRequest> giveUp(TargetCatalog catalog, TableName target, String batch) {
        TableName name = table(target);
        return catalog.findTable(name.database(), name.name())
                .filter(table -> BatchObjects.batches(table.parameters().get(BatchObjects.HIDDEN))
                        .contains(batch))
                .map(table -> Registration.giveUp(name, table, batch))
                .orElse(List.of());
    }

    /** Removes what earlier runs left, if the table is a quarantine. */
    public void clean(Configuration hadoop) {
        Optional<Table> table = catalog.findTable(name.database(), name.name());
        if (table.filter(found -> found.storageDescriptor() != null
                        && found.storageDescriptor().location() != null
                        && S3Paths.folder(found.storageDescriptor().location()).equals(location))
                .isPresent()) {
            new Leftovers(catalog, name, new TargetFolder(location, hadoop)).clean();
        }
    }
}
