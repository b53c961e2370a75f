package io.millrace.catalog.classify;

import io.millrace.catalog.classify.XmlText.Event;
import io.millrace.catalog.type.InferredType;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The columns of the records that a row tag names. An element with text alone is a scalar; one with elements or attributes a
 * struct; elements of the same name in one parent are a list. Attributes have a {@code _} before their name and the text beside
 * them or beside elements is {@code _value}, as in Glue's XML reader (developer guide, "aws-glue-programming-etl-format-xml":
 * attributePrefix, valueTag). For one file and thread.
 */
final class XmlRecords {
    private static final String ATTRIBUTE_PREFIX = "_";
    private static final String VALUE = "_value";

    private final String rowTag;
    private final CellTypes cells;
    private final Map<String, InferredType> columns = new LinkedHashMap<>();
    private long count;
    private long usedCharacters;

    XmlRecords(String rowTag, CellTypes cells) {
        this.rowTag = rowTag;
        this.cells = cells;
    }

    /** The columns of the complete records, by their lower-cased names. */
    Map<String, InferredType> columns() {
        return columns;
    }

    long count() {
        return count;
    }

    /** How much of the text the complete records take. */
    long usedCharacters() {
        return usedCharacters;
    }

    void readAll(String text, boolean whole) throws UnreadableObjectException {
        try (XmlText xml = new XmlText(text, whole)) {
            for (Event event = xml.next(); event != Event.NO_MORE; event = xml.next()) {
                if (event == Event.START && xml.name().equals(rowTag)) {
                    Element row = element(xml);
                    if (row.complete) {
                        row.members.forEach((name, type) -> columns.merge(name, type, InferredType::join));
                        count++;
                        usedCharacters = xml.position();
                    }
                }
            }
        }
    }

    /** The element that has just begun, up to its end. Recursion is bounded by the reader's depth. */
    private Element element(XmlText xml) throws UnreadableObjectException {
        Element element = new Element();
        for (int i = 0; i < xml.attributes(); i++) {
            element.add(ATTRIBUTE_PREFIX + xml.attributeName(i), cell(xml.attributeValue(i)));
        }
        StringBuilder text = new StringBuilder();
        for (Event event = xml.next(); event != Event.NO_MORE; event = xml.next()) {
            switch (event) {
                case TEXT -> text.append(xml.text());
                case START -> {
                    String name = xml.name();
                    Element child = element(xml);
                    element.add(name, child.type());
                    if (!child.complete) {
                        return element;
                    }
                }
                default -> {
                    element.text = cell(text.toString());
                    element.hasText = !text.toString().isBlank();
                    element.complete = true;
                    element.addTextBesideMembers();
                    return element;
                }
            }
        }
        return element;
    }

    private InferredType cell(String text) {
        return cells.of(text.strip());
    }

    private static final class Element {
        private final Map<String, InferredType> members = new LinkedHashMap<>();
        private final Map<String, Integer> counts = new LinkedHashMap<>();
        private InferredType text = InferredType.nothing();
        private boolean hasText;
        private boolean complete;

        void add(String original, InferredType type) {
            String name = original.toLowerCase(Locale.ROOT);
            int times = counts.merge(name, 1, Integer::sum);
            if (times == 1) {
                members.put(name, type);
            } else {
                InferredType before = members.getOrDefault(name, InferredType.nothing());
                InferredType elements =
                        times > 2 && before instanceof InferredType.ListOf list ? list.element() : before;
                members.put(name, new InferredType.ListOf(elements.join(type)));
            }
        }

        void addTextBesideMembers() {
            if (hasText && !members.isEmpty()) {
                add(VALUE, text);
            }
        }

        InferredType type() {
            return members.isEmpty() ? text : new InferredType.Members(members);
        }
    }
}
