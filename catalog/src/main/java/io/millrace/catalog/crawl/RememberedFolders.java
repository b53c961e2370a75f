package io.millrace.catalog.crawl;

import io.millrace.catalog.classify.FormatDetail.TableFormat;
import io.millrace.catalog.crawl.ledger.FolderDigest;
import io.millrace.catalog.crawl.ledger.LedgerFolder;
import io.millrace.catalog.crawl.ledger.TargetLedger;
import io.millrace.catalog.expression.CodePointOrder;
import io.millrace.catalog.layout.Folder;
import io.millrace.catalog.layout.GroupingDecision;
import io.millrace.catalog.layout.TableRoots;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The folders of a target that are gone and still count where tables are told apart, so that a table neither splits nor gets another name
 * because folders beside it were removed. They are in the ledger without objects, for as long as the tables would be others without them; they are
 * forgotten once none is left, or once new folders make tables of their own ({@code docs/decisions/0221}). Immutable.
 */
final class RememberedFolders {
    private final Map<String, LedgerFolder> before;

    private RememberedFolders(Map<String, LedgerFolder> before) {
        this.before = before;
    }

    /** Those that the ledger has. */
    static RememberedFolders of(TargetLedger ledger) {
        Map<String, LedgerFolder> gone = new HashMap<>();
        for (LedgerFolder folder : ledger.folders().values()) {
            if (folder.isRemembered()) {
                gone.put(folder.path(), folder);
            }
        }
        return new RememberedFolders(gone);
    }

    /** The ledger's other folders. */
    TargetLedger others(TargetLedger ledger) {
        return before.isEmpty() ? ledger : ledger.without(before.keySet());
    }

    /**
     * The tables of a target.
     *
     * @param grouping of the folders that are there
     * @param remembered folders that the ledger is to have from now on
     * @param forgotten the paths of those that it is to have no more
     */
    record Decision(TableRoots.Result<FolderSchema> grouping, List<LedgerFolder> remembered, List<String> forgotten) {}

    /**
     * Tells tables apart.
     *
     * @param present the folders that are there, in order of their paths
     * @param added the paths of those that no crawl saw before
     * @param vanished those that were there at the last crawl
     * @param rule by which folders are grouped
     */
    Decision decide(
            List<Folder<FolderSchema>> present,
            Set<List<String>> added,
            Collection<LedgerFolder> vanished,
            Function<List<Folder<FolderSchema>>, TableRoots.Result<FolderSchema>> rule) {
        TableRoots.Result<FolderSchema> alone = rule.apply(present);
        Map<List<String>, LedgerFolder> gone = gone(present, vanished);
        if (present.isEmpty() || gone.isEmpty()) {
            return forgetAll(alone);
        }
        TableRoots.Result<FolderSchema> together = alone;
        boolean settled = false;
        while (!gone.isEmpty() && !settled) {
            together = rule.apply(withGone(present, gone));
            settled = !dropDeadTables(together, gone);
        }
        TableRoots.Result<FolderSchema> left = without(gone.keySet(), together);
        boolean same = Set.copyOf(left.roots()).equals(Set.copyOf(alone.roots()));
        if (gone.isEmpty() || same || !joinsWhatWasThere(together, added)) {
            return forgetAll(alone);
        }
        List<LedgerFolder> remembered = gone.values().stream()
                .filter(folder -> !before.containsKey(folder.path()))
                .map(folder -> new LedgerFolder(folder.path(), FolderDigest.EMPTY, folder.content(), List.of()))
                .toList();
        List<String> forgotten = before.keySet().stream()
                .filter(path -> !gone.containsKey(FolderContents.segments(path)))
                .toList();
        return new Decision(left, remembered, forgotten);
    }

    private Decision forgetAll(TableRoots.Result<FolderSchema> alone) {
        return new Decision(alone, List.of(), List.copyOf(before.keySet()));
    }

    private static List<Folder<FolderSchema>> withGone(
            List<Folder<FolderSchema>> present, Map<List<String>, LedgerFolder> gone) {
        return Stream.concat(present.stream(), gone.entrySet().stream().map(RememberedFolders::folder))
                .sorted(Comparator.comparing(folder -> String.join("/", folder.path()), CodePointOrder::compare))
                .toList();
    }

    /** Of a table that is gone as a whole nothing counts where other folders are left, which may be a table now; says whether there was one. */
    private static boolean dropDeadTables(
            TableRoots.Result<FolderSchema> together, Map<List<String>, LedgerFolder> gone) {
        boolean dropped = false;
        for (TableRoots.Root<FolderSchema> root : together.roots()) {
            boolean dead = root.folders().stream().allMatch(folder -> gone.containsKey(folder.path()));
            boolean othersLeft = together.leftOver().stream()
                    .anyMatch(folder -> !gone.containsKey(folder.path()) && isBelow(root.path(), folder.path()));
            if (dead && othersLeft) {
                dropped |= gone.keySet().removeIf(path -> isBelow(root.path(), path));
            }
        }
        return dropped;
    }

    private static boolean isBelow(List<String> root, List<String> path) {
        return path.size() >= root.size() && path.subList(0, root.size()).equals(root);
    }

    /** What counts: a folder that is back is not gone, and where a table format's root was and other data are, only these count. */
    private Map<List<String>, LedgerFolder> gone(
            List<Folder<FolderSchema>> present, Collection<LedgerFolder> vanished) {
        Map<List<String>, LedgerFolder> gone = new HashMap<>();
        Stream.concat(before.values().stream(), vanished.stream())
                .filter(folder -> folder.content().isPresent())
                .forEach(folder -> gone.put(FolderContents.segments(folder.path()), folder));
        if (gone.isEmpty()) {
            return gone;
        }
        for (Folder<FolderSchema> folder : present) {
            gone.remove(folder.path());
            for (int depth = 0; depth < folder.path().size(); depth++) {
                List<String> above = folder.path().subList(0, depth);
                Optional.ofNullable(gone.get(above))
                        .filter(RememberedFolders::isOwned)
                        .ifPresent(root -> gone.remove(above));
            }
        }
        return gone;
    }

    private static boolean isOwned(LedgerFolder folder) {
        return folder.content()
                .filter(content -> content.schema().detail() instanceof TableFormat)
                .isPresent();
    }

    private static Folder<FolderSchema> folder(Map.Entry<List<String>, LedgerFolder> gone) {
        LedgerFolder.Content content = gone.getValue().content().orElseThrow();
        return new Folder<>(
                gone.getKey(),
                new FolderSchema(
                        content.schema(), content.objects(), content.bytes(), content.records(), content.dataBytes()));
    }

    private static TableRoots.Result<FolderSchema> without(
            Set<List<String>> gone, TableRoots.Result<FolderSchema> together) {
        List<TableRoots.Root<FolderSchema>> roots = new ArrayList<>();
        for (TableRoots.Root<FolderSchema> root : together.roots()) {
            List<Folder<FolderSchema>> left = root.folders().stream()
                    .filter(folder -> !gone.contains(folder.path()))
                    .toList();
            if (!left.isEmpty()) {
                roots.add(new TableRoots.Root<>(root.path(), root.keys(), left));
            }
        }
        Set<List<String>> withData = new HashSet<>();
        together.roots().stream()
                .flatMap(root -> root.folders().stream())
                .filter(folder -> !gone.contains(folder.path()))
                .forEach(folder -> {
                    for (int depth = 0; depth <= folder.path().size(); depth++) {
                        withData.add(folder.path().subList(0, depth));
                    }
                });
        List<GroupingDecision> decisions = together.decisions().stream()
                .filter(decision -> withData.contains(decision.path()))
                .map(decision -> new GroupingDecision(
                        decision.path(),
                        decision.verdict(),
                        decision.reason() + ", counting %d that are gone".formatted(gone.size())))
                .toList();
        return new TableRoots.Result<>(
                roots,
                together.leftOver().stream()
                        .filter(folder -> !gone.contains(folder.path()))
                        .toList(),
                decisions);
    }

    /** Whether all new folders are of tables that were there, or like others that were left over: then what is gone says what belongs together. */
    private static boolean joinsWhatWasThere(TableRoots.Result<FolderSchema> together, Set<List<String>> added) {
        boolean tables = together.roots().stream()
                .allMatch(root -> root.folders().stream().anyMatch(folder -> !added.contains(folder.path())));
        return tables
                && together.leftOver().stream()
                        .filter(folder -> added.contains(folder.path()))
                        .allMatch(folder -> together.leftOver().stream()
                                .anyMatch(other -> !added.contains(other.path()) && areAlike(folder, other)));
    }

    private static boolean areAlike(Folder<FolderSchema> folder, Folder<FolderSchema> other) {
        return folder.path().size() == other.path().size()
                && folder.schema().compatibleWith(other.schema())
                && folder.schema().similarTo(other.schema());
    }
}
