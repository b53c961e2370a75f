package io.millrace.catalog.classify;

import io.millrace.catalog.classify.XmlText.Event;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The elements that are most likely a document's records: the ones that are repeated most at the level nearest to the root where
 * anything is repeated below one parent. Where nothing is, the document is one record.
 */
record XmlRowTag(String name) {
    /** The row tag, or empty if the text has no element. */
    static Optional<XmlRowTag> find(String text, boolean whole) throws UnreadableObjectException {
        List<Map<String, Integer>> most = new ArrayList<>();
        List<Map<String, Integer>> siblings = new ArrayList<>();
        Optional<XmlRowTag> root = Optional.empty();
        try (XmlText xml = new XmlText(text, whole)) {
            for (Event event = xml.next(); event != Event.NO_MORE; event = xml.next()) {
                if (event != Event.START) {
                    continue;
                }
                if (root.isEmpty()) {
                    root = Optional.of(new XmlRowTag(xml.name()));
                }
                count(xml.name(), xml.depth(), siblings, most);
            }
        }
        Optional<XmlRowTag> repeated = repeated(most);
        return repeated.isPresent() ? repeated : root;
    }

    private static void count(
            String name, int depth, List<Map<String, Integer>> siblings, List<Map<String, Integer>> most) {
        while (siblings.size() <= depth) {
            siblings.add(new LinkedHashMap<>());
            most.add(new LinkedHashMap<>());
        }
        // Below a new parent counting begins anew.
        for (int deeper = depth + 1; deeper < siblings.size(); deeper++) {
            siblings.get(deeper).clear();
        }
        int count = siblings.get(depth).merge(name, 1, Integer::sum);
        most.get(depth).merge(name, count, Math::max);
    }

    private static Optional<XmlRowTag> repeated(List<Map<String, Integer>> most) {
        for (Map<String, Integer> level : most) {
            Optional<Map.Entry<String, Integer>> largest = Optional.empty();
            for (Map.Entry<String, Integer> entry : level.entrySet()) {
                if (entry.getValue() > 1
                        && (largest.isEmpty()
                                || entry.getValue() > largest.get().getValue())) {
                    largest = Optional.of(entry);
                }
            }
            if (largest.isPresent()) {
                return Optional.of(new XmlRowTag(largest.get().getKey()));
            }
        }
        return Optional.empty();
    }
}
