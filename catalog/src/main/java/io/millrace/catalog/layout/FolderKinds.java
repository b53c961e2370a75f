package io.millrace.catalog.layout;

import io.millrace.catalog.layout.TableRoots.Grouping;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Folders sorted by what they are alike in: path shape, format, compression, and columns as the grouping asks. A folder joins the first
 * kind whose first folder it is like, and with all of whose folders it can be one table. There is a limit to the kinds, so that telling many unlike folders apart stays linear.
 */
final class FolderKinds<S extends Folder.Schema<S>> {
    private final int depth;
    private final Grouping grouping;
    private final List<Kind<S>> kinds = new ArrayList<>();
    private final List<Folder<S>> beyondLimit = new ArrayList<>();

    /** Folders that are alike, and their partition keys. */
    static final class Kind<S extends Folder.Schema<S>> {
        private final List<String> keys;
        private final List<Folder<S>> folders = new ArrayList<>();
        private S together;

        private Kind(List<String> keys, Folder<S> first) {
            this.keys = keys;
            this.together = first.schema();
            folders.add(first);
        }

        List<String> keys() {
            return keys;
        }

        List<Folder<S>> folders() {
            return folders;
        }

        private S first() {
            return folders.get(0).schema();
        }

        private void add(Folder<S> folder) {
            together = together.together(folder.schema());
            folders.add(folder);
        }
    }

    private FolderKinds(int depth, Grouping grouping) {
        this.depth = depth;
        this.grouping = grouping;
    }

    /** @param folders at least one, all of them below the folder of {@code depth} or it itself */
    static <S extends Folder.Schema<S>> FolderKinds<S> of(
            List<Folder<S>> folders, int depth, Grouping grouping, int maxKinds) {
        FolderKinds<S> sorted = new FolderKinds<>(depth, grouping);
        folders.forEach(folder -> sorted.add(folder, maxKinds));
        return sorted;
    }

    private void add(Folder<S> folder, int maxKinds) {
        List<String> keys = folder.keysBelow(depth);
        for (Kind<S> kind : kinds) {
            if (kind.keys.equals(keys)
                    && kind.together.compatibleWith(folder.schema())
                    && alike(kind.first(), folder.schema())) {
                kind.add(folder);
                return;
            }
        }
        if (kinds.size() == maxKinds) {
            beyondLimit.add(folder);
        } else {
            kinds.add(new Kind<>(keys, folder));
        }
    }

    private boolean alike(S a, S b) {
        return grouping == Grouping.COMPATIBLE_SCHEMAS ? a.combinableWith(b) : a.similarTo(b);
    }

    boolean withinLimit() {
        return beyondLimit.isEmpty();
    }

    int count() {
        return kinds.size();
    }

    /** The kind of most folders, the first of them where they are equally many. */
    Kind<S> largest() {
        Kind<S> largest = kinds.get(0);
        for (Kind<S> kind : kinds) {
            largest = kind.folders().size() > largest.folders().size() ? kind : largest;
        }
        return largest;
    }

    /** Those of {@code folders} that are of another kind, in their order. */
    static <S extends Folder.Schema<S>> List<Folder<S>> without(List<Folder<S>> folders, Kind<S> kind) {
        Set<Folder<S>> chosen = Collections.newSetFromMap(new IdentityHashMap<>());
        chosen.addAll(kind.folders());
        return folders.stream().filter(folder -> !chosen.contains(folder)).toList();
    }
}
