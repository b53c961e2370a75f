package io.millrace.catalog.layout;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which of the objects in a table's folders are rows of it while a job's batch comes or goes. An object store without conditional writes
 * and renames cannot make many objects appear at once; the catalog can: a batch's objects carry its name ({@code
 * part-<batch>-<number>…}), and a table's parameter says which batches do not count (docs/decisions/0149).
 *
 * <ul>
 *   <li>table parameter {@value #HIDDEN}: batches, with commas between, whose objects are no rows: not committed yet, or to be removed
 *   <li>table parameter {@value #REMOVED}: those of them that are to be removed
 *   <li>parameter {@value #ONLY} of a partition, or of a table without partitions: the batches whose objects alone are rows; what else lies in the
 *       folder was overwritten and is to be removed
 * </ul>
 */
public final class BatchObjects {
    /** The table parameter with batches that do not count. */
    public static final String HIDDEN = "millrace.hidden-batches";

    /** The parameter of a partition, or of a table without partitions, with the batches that alone count. */
    public static final String ONLY = "millrace.only-batches";

    /** The table parameter with those of the hidden batches that never will count: their objects are being removed. */
    public static final String REMOVED = "millrace.removed-batches";

    /** Everything counts. */
    public static final BatchObjects ALL = new BatchObjects(Set.of(), Set.of(), Set.of());

    private static final Pattern NAME = Pattern.compile("part-([0-9a-f]{16})-[^/]*");

    private final Set<String> hidden;
    private final Set<String> only;
    private final Set<String> removed;

    private BatchObjects(Set<String> hidden, Set<String> only, Set<String> removed) {
        this.hidden = hidden;
        this.only = only;
        this.removed = removed;
    }

    /** For the folder of a table without partitions. */
    public static BatchObjects of(Map<String, String> tableParameters) {
        return of(tableParameters, tableParameters);
    }

    /** For the folder of a partition. */
    public static BatchObjects of(Map<String, String> tableParameters, Map<String, String> partitionParameters) {
        Set<String> hidden = batches(tableParameters.get(HIDDEN));
        Set<String> only = batches(partitionParameters.get(ONLY));
        return hidden.isEmpty() && only.isEmpty()
                ? ALL
                : new BatchObjects(hidden, only, batches(tableParameters.get(REMOVED)));
    }

    /** The batches in a parameter's text. */
    public static Set<String> batches(@Nullable String parameter) {
        Set<String> batches = new TreeSet<>();
        for (String batch : parameter == null ? new String[0] : parameter.split(",")) {
            if (!batch.isBlank()) {
                batches.add(batch.strip());
            }
        }
        return batches;
    }

    /** A parameter's text for batches; the opposite of {@link #batches}. */
    public static String format(Set<String> batches) {
        return String.join(",", new TreeSet<>(batches));
    }

    /** The batch that wrote an object of this name; {@code name} may be a key or URI. */
    public static Optional<String> batchOf(String name) {
        Matcher matcher = NAME.matcher(name.substring(name.lastIndexOf('/') + 1));
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** Whether every object counts, so that a folder need not be listed. */
    public boolean isAll() {
        return hidden.isEmpty() && only.isEmpty();
    }

    /** Whether the rows of the object at this key or URI count. */
    public boolean counts(String name) {
        Optional<String> batch = batchOf(name);
        return batch.filter(hidden::contains).isEmpty()
                && (only.isEmpty() || batch.filter(only::contains).isPresent());
    }

    /** Whether the object does not count, and will if its batch is committed. */
    public boolean waits(String name) {
        return batchOf(name)
                .filter(batch -> hidden.contains(batch) && !removed.contains(batch))
                .isPresent();
    }
}
