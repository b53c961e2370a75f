package io.millrace.catalog.layout;

import io.millrace.catalog.layout.FolderKinds.Kind;
import io.millrace.catalog.layout.GroupingDecision.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides which folders are tables and which are partitions, by Glue's rule (AWS knowledge centre,
 * "glue-crawler-detect-schema"): from the include path downwards, a folder is a table if more than 70 % of the folders
 * below it are alike (format, compression, path shape and columns) and there are at most five kinds; otherwise each folder
 * in it is looked at for itself. The kind that most folders are of makes the table; folders of another kind under a table
 * root are left over, and so are objects that lie directly in a folder whose sub-folders became tables.
 *
 * <p>A fixed depth makes each folder of that depth a table of the kind that most folders below it are of, whatever their share; what
 * lies above is left over, unless nothing lies that deep: then the rule is as without a depth. Takes time linear in the number of folders
 * for each level.
 */
public final class TableRoots<S extends Folder.Schema<S>> {
    private static final double MIN_SHARE = 0.7;
    private static final int MAX_KINDS = 5;
    private static final int MAX_FORCED_KINDS = 100;
    private static final long PERCENT = 100;

    private final Grouping grouping;
    private final List<Root<S>> roots = new ArrayList<>();
    private final List<Folder<S>> leftOver = new ArrayList<>();
    private final List<GroupingDecision> decisions = new ArrayList<>();

    private TableRoots(Grouping grouping) {
        this.grouping = grouping;
    }

    /** How alike folders must be to be one table. */
    public enum Grouping {
        /** Format, path shape and columns. */
        SIMILAR_SCHEMAS,
        /** Format and path shape, whatever the columns where readers find them by name: Glue's {@code CombineCompatibleSchemas}. */
        COMPATIBLE_SCHEMAS
    }

    /**
     * A table.
     *
     * @param path its root below the include path
     * @param keys its partition keys, none if the objects lie in the root
     * @param folders its folders, at least one
     */
    public record Root<S extends Folder.Schema<S>>(List<String> path, List<String> keys, List<Folder<S>> folders) {
        /** Copies the lists. */
        public Root {
            path = List.copyOf(path);
            keys = List.copyOf(keys);
            folders = List.copyOf(folders);
        }

        /** The partition values of one of its folders. */
        public List<String> values(Folder<S> folder) {
            return folder.below(path.size()).stream()
                    .map(PartitionNames.Segment::value)
                    .toList();
        }
    }

    /** The tables, what belongs to none, and why. */
    public record Result<S extends Folder.Schema<S>>(
            List<Root<S>> roots, List<Folder<S>> leftOver, List<GroupingDecision> decisions) {}

    /** The tables among {@code folders}, whose order decides where kinds are equally frequent. */
    public static <S extends Folder.Schema<S>> Result<S> find(List<Folder<S>> folders, Grouping grouping) {
        return find(folders, GroupingRule.of(grouping));
    }

    /** The tables among {@code folders}, whose order decides where kinds are equally frequent. */
    public static <S extends Folder.Schema<S>> Result<S> find(List<Folder<S>> folders, GroupingRule rule) {
        TableRoots<S> search = new TableRoots<>(rule.grouping());
        int depth = rule.depth().orElse(Integer.MAX_VALUE);
        if (folders.stream().anyMatch(folder -> folder.path().size() >= depth)) {
            search.split(folders, depth);
        } else if (!folders.isEmpty()) {
            search.visit(List.of(), folders);
        }
        return new Result<>(List.copyOf(search.roots), List.copyOf(search.leftOver), List.copyOf(search.decisions));
    }

    private void split(List<Folder<S>> folders, int depth) {
        Map<List<String>, List<Folder<S>>> byRoot = new LinkedHashMap<>();
        for (Folder<S> folder : folders) {
            if (folder.path().size() < depth) {
                leftOver.add(folder);
            } else {
                byRoot.computeIfAbsent(folder.path().subList(0, depth), path -> new ArrayList<>())
                        .add(folder);
            }
        }
        byRoot.forEach((path, members) -> {
            Kind<S> largest =
                    FolderKinds.of(members, depth, grouping, MAX_FORCED_KINDS).largest();
            addRoot(path, largest, members, "the table level is fixed; " + share(largest, members));
        });
    }

    private void visit(List<String> path, List<Folder<S>> folders) {
        FolderKinds<S> kinds = FolderKinds.of(folders, path.size(), grouping, MAX_KINDS);
        Kind<S> largest = kinds.largest();
        if (kinds.withinLimit() && largest.folders().size() > folders.size() * MIN_SHARE) {
            addRoot(path, largest, folders, share(largest, folders));
            return;
        }
        decisions.add(new GroupingDecision(path, Verdict.SPLIT, reason(kinds, folders)));
        Map<String, List<Folder<S>>> children = new LinkedHashMap<>();
        for (Folder<S> folder : folders) {
            folder.childAt(path.size())
                    .ifPresentOrElse(
                            child -> children.computeIfAbsent(child, name -> new ArrayList<>())
                                    .add(folder),
                            () -> leftOver.add(folder));
        }
        children.forEach((child, members) -> {
            List<String> childPath = new ArrayList<>(path);
            childPath.add(child);
            visit(childPath, members);
        });
    }

    private void addRoot(List<String> path, Kind<S> kind, List<Folder<S>> folders, String reason) {
        roots.add(new Root<>(path, kind.keys(), kind.folders()));
        leftOver.addAll(FolderKinds.without(folders, kind));
        decisions.add(new GroupingDecision(path, Verdict.TABLE, reason));
    }

    private static <S extends Folder.Schema<S>> String share(Kind<S> kind, List<Folder<S>> folders) {
        int size = kind.folders().size();
        if (folders.size() == 1) {
            return "one folder has data";
        }
        return "%d of %d folders are alike (%d %%)".formatted(size, folders.size(), size * PERCENT / folders.size());
    }

    private static <S extends Folder.Schema<S>> String reason(FolderKinds<S> kinds, List<Folder<S>> folders) {
        return kinds.withinLimit()
                ? "only %s, more than %d %% must be"
                        .formatted(share(kinds.largest(), folders), Math.round(MIN_SHARE * PERCENT))
                : "its %d folders are of more than %d kinds".formatted(folders.size(), MAX_KINDS);
    }
}
