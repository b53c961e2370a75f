package io.millrace.catalog.record;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.catalog.classify.UnreadableObjectException;
import io.millrace.catalog.classify.XmlText;
import io.millrace.catalog.classify.XmlText.Event;
import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.HiveType.Primitive;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The elements of an XML document that a row tag names. As the classifier has it: attributes have a {@code _} before their names, text beside members is
 * {@code _value}, members of the same name are a list, and names have no case. An element that the column's type wants otherwise
 * (one member where there are lists elsewhere) is made so.
 */
final class XmlElements implements RecordReader {
    private static final String ATTRIBUTE_PREFIX = "_";
    private static final String VALUE = "_value";

    private final Reader document;
    private final XmlText xml;
    private final String rowTag;
    private final Map<String, HiveType> types;

    XmlElements(Reader document, String rowTag, Map<String, HiveType> types)
            throws IOException, UnreadableObjectException {
        BufferedReader text = new BufferedReader(document);
        skipBlanks(text);
        this.document = text;
        this.xml = new XmlText(text);
        this.rowTag = rowTag;
        this.types = types;
    }

    /** The parser takes a declaration only at the very beginning. */
    private static void skipBlanks(BufferedReader text) throws IOException {
        int c;
        do {
            text.mark(1);
            c = text.read();
        } while (c >= 0 && Character.isWhitespace(c));
        if (c >= 0) {
            text.reset();
        }
    }

    @Override
    public boolean next(JsonGenerator out) throws IOException, UnreadableObjectException {
        for (Event event = xml.next(); event != Event.NO_MORE; event = xml.next()) {
            if (event == Event.START && xml.name().equals(rowTag)) {
                members(element(), types, out);
                return true;
            }
        }
        return false;
    }

    /** The element that has just begun, up to its end. Recursion is bounded by the reader's depth. */
    private Element element() throws UnreadableObjectException {
        Element element = new Element();
        for (int i = 0; i < xml.attributes(); i++) {
            element.add(ATTRIBUTE_PREFIX + xml.attributeName(i), new Element(xml.attributeValue(i)));
        }
        StringBuilder text = new StringBuilder();
        for (Event event = xml.next(); event != Event.END; event = xml.next()) {
            if (event == Event.TEXT) {
                text.append(xml.text());
            } else {
                String name = xml.name();
                element.add(name, element());
            }
        }
        element.text = text.toString().strip();
        return element;
    }

    private static void members(Element element, Map<String, HiveType> types, JsonGenerator out) throws IOException {
        out.writeStartObject();
        for (Map.Entry<String, List<Element>> member : element.members.entrySet()) {
            out.writeFieldName(member.getKey());
            write(member.getValue(), types.getOrDefault(member.getKey(), Primitive.STRING), out);
        }
        if (!element.text.isEmpty()) {
            out.writeFieldName(VALUE);
            TypedText.write(out, element.text, types.getOrDefault(VALUE, Primitive.STRING));
        }
        out.writeEndObject();
    }

    private static void write(List<Element> elements, HiveType type, JsonGenerator out) throws IOException {
        if (type instanceof HiveType.Array array) {
            list(elements, array.element(), out);
        } else if (elements.size() > 1) {
            list(elements, Primitive.STRING, out);
        } else {
            write(elements.get(0), type, out);
        }
    }

    private static void list(List<Element> elements, HiveType type, JsonGenerator out) throws IOException {
        out.writeStartArray();
        for (Element element : elements) {
            write(element, type, out);
        }
        out.writeEndArray();
    }

    private static void write(Element element, HiveType type, JsonGenerator out) throws IOException {
        if (type instanceof HiveType.Struct struct) {
            if (element.members.isEmpty() && element.text.isEmpty()) {
                out.writeNull();
            } else {
                Map<String, HiveType> types = new LinkedHashMap<>();
                struct.fields().forEach(field -> types.put(field.name(), field.type()));
                members(element, types, out);
            }
        } else if (element.members.isEmpty()) {
            TypedText.write(out, element.text, type);
        } else {
            members(element, Map.of(), out);
        }
    }

    @Override
    public void close() throws IOException {
        xml.close();
        document.close();
    }

    private static final class Element {
        private final Map<String, List<Element>> members = new LinkedHashMap<>();
        private String text = "";

        Element() {}

        Element(String text) {
            this.text = text.strip();
        }

        void add(String name, Element member) {
            members.computeIfAbsent(name.toLowerCase(Locale.ROOT), any -> new ArrayList<>())
                    .add(member);
        }
    }
}
