package io.millrace.server.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.catalog.recovery.CatalogSelection;
import io.millrace.catalog.store.ChangeFilter;
import io.millrace.catalog.store.ChangedObject;
import io.millrace.catalog.store.RecordedChange;
import io.millrace.server.CatalogAccess;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tells who changed what and when. */
@Command(
        name = "history",
        description =
                "List the changes of the catalog, the newest first: when, who, by which call, and what it touched.",
        mixinStandardHelpOptions = true)
final class CatalogHistoryCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private DataOptions options = new DataOptions();

    @Option(
            names = {"--only", "--table"},
            paramLabel = "NAME",
            description = "Only changes of a database, or of a table as database.table.")
    private @Nullable String only;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "How many changes (default: ${DEFAULT-VALUE}).",
            defaultValue = "50")
    private int limit = 50;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        try (CatalogAccess catalog = options.openCatalog()) {
            List<RecordedChange> changes = catalog.changes().list(filter(), Long.MAX_VALUE, limit);
            changes.forEach(change -> out.println(json ? json(change) : text(change)));
            if (changes.isEmpty() && !json) {
                out.println("No change is recorded.");
            }
        }
        out.flush();
        return 0;
    }

    private ChangeFilter filter() {
        if (only == null) {
            return ChangeFilter.all();
        }
        CatalogSelection selection = CatalogSelection.parse(only);
        String database = selection.database().orElseThrow();
        return selection
                .table()
                .map(table -> ChangeFilter.all().ofTable(database, table))
                .orElseGet(() -> ChangeFilter.all().ofDatabase(database));
    }

    private static String text(RecordedChange change) {
        String objects =
                change.objects().stream().map(CatalogHistoryCommand::text).collect(Collectors.joining(", "));
        return "%s  %s  %s  %s"
                .formatted(
                        change.at(),
                        change.author().principal(),
                        change.author().action(),
                        objects);
    }

    private static String text(ChangedObject object) {
        String name = List.of(object.database(), object.table(), object.name()).stream()
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("."));
        return object.operation().name().toLowerCase(Locale.ROOT) + " " + object.kind() + " " + name;
    }

    private static String json(RecordedChange change) {
        ObjectNode node = JSON.createObjectNode()
                .put("at", change.at().toString())
                .put("principal", change.author().principal())
                .put("action", change.author().action())
                .put("requestId", change.author().requestId());
        ArrayNode objects = node.putArray("objects");
        change.objects()
                .forEach(object -> objects.addObject()
                        .put("kind", object.kind())
                        .put("operation", object.operation().name().toLowerCase(Locale.ROOT))
                        .put("database", object.database())
                        .put("table", object.table())
                        .put("name", object.name()));
        return node.toString();
    }
}
