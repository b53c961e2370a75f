package io.millrace.catalog.layout;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides which folders are tables and which are partitions, by Glue's rule (AWS knowledge centre,
 * "glue-crawler-detect-schema"): from the include path downwards, a folder is a table if more than 70 % of the folders
 * below it are alike (format, compression, path shape and columns) and there are at most five kinds; otherwise each folder
 * in it is looked at for itself. The kind that most folders are of makes the table; folders of another kind under a table
 * root are left over, and so are objects that lie directly in a folder whose sub-folders became tables.
 */
public final class TableRoots<S extends Folder.Schema<S>> {
    private static final double MIN_SHARE = 0.7;
    private static final int MAX_KINDS = 5;

    private final Grouping grouping;
    private final List<Root<S>> roots = new ArrayList<>();
    private final List<Folder<S>> leftOver = new ArrayList<>();

    private TableRoots(Grouping grouping) {
        this.grouping = grouping;
    }

    /** How alike folders must be to be one table. */
    public enum Grouping {
        /** Format, path shape and columns. */
        SIMILAR_SCHEMAS,
        /** Format and path shape: Glue's {@code CombineCompatibleSchemas}. */
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

    /** The tables and what belongs to none. */
    public record Result<S extends Folder.Schema<S>>(List<Root<S>> roots, List<Folder<S>> leftOver) {}

    /** The tables among {@code folders}, whose order decides where kinds are equally frequent. */
    public static <S extends Folder.Schema<S>> Result<S> find(List<Folder<S>> folders, Grouping grouping) {
        TableRoots<S> search = new TableRoots<>(grouping);
        if (!folders.isEmpty()) {
            search.visit(List.of(), folders);
        }
        return new Result<>(List.copyOf(search.roots), List.copyOf(search.leftOver));
    }

    private void visit(List<String> path, List<Folder<S>> folders) {
        List<List<Folder<S>>> kinds = kinds(path.size(), folders);
        List<Folder<S>> largest = kinds.get(0);
        for (List<Folder<S>> kind : kinds) {
            largest = kind.size() > largest.size() ? kind : largest;
        }
        if (kinds.size() <= MAX_KINDS && largest.size() > folders.size() * MIN_SHARE) {
            List<String> keys = keys(path.size(), largest.get(0));
            roots.add(new Root<>(path, keys, largest));
            Set<Folder<S>> chosen = Collections.newSetFromMap(new IdentityHashMap<>());
            chosen.addAll(largest);
            folders.stream().filter(folder -> !chosen.contains(folder)).forEach(leftOver::add);
            return;
        }
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

    /** A folder joins the first kind whose first folder it is like: linear in practice, since kinds are few. */
    private List<List<Folder<S>>> kinds(int depth, List<Folder<S>> folders) {
        List<List<Folder<S>>> kinds = new ArrayList<>();
        for (Folder<S> folder : folders) {
            kinds.stream()
                    .filter(kind -> alike(depth, kind.get(0), folder))
                    .findFirst()
                    .orElseGet(() -> {
                        List<Folder<S>> kind = new ArrayList<>();
                        kinds.add(kind);
                        return kind;
                    })
                    .add(folder);
        }
        return kinds;
    }

    private boolean alike(int depth, Folder<S> a, Folder<S> b) {
        return a.path().size() == b.path().size()
                && a.schema().compatibleWith(b.schema())
                && (grouping == Grouping.COMPATIBLE_SCHEMAS || a.schema().similarTo(b.schema()))
                && keys(depth, a).equals(keys(depth, b));
    }

    private static <S extends Folder.Schema<S>> List<String> keys(int depth, Folder<S> folder) {
        return folder.below(depth).stream().map(PartitionNames.Segment::key).toList();
    }
}
