package io.millrace.catalog.classify;

import java.io.Reader;
import java.io.StringReader;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** An XML document's elements, read one by one, without anything that reaches outside of it or multiplies it. */
public final class XmlText implements AutoCloseable {
    /** Deeper is refused, not followed. */
    static final int MAX_DEPTH = 100;

    private final XMLStreamReader reader;
    private final int length;
    private final boolean whole;
    private int depth;

    XmlText(String text, boolean whole) throws UnreadableObjectException {
        this(new StringReader(text.stripLeading()), text.length(), whole);
    }

    /** A whole document, which the caller closes. What is blank before its beginning must have been skipped. */
    public XmlText(Reader document) throws UnreadableObjectException {
        this(document, 0, true);
    }

    private XmlText(Reader document, int length, boolean whole) throws UnreadableObjectException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        this.length = length;
        this.whole = whole;
        try {
            this.reader = factory.createXMLStreamReader(document);
        } catch (XMLStreamException e) {
            throw damaged(e);
        }
    }

    /** What comes next. */
    public enum Event {
        START,
        TEXT,
        END,
        NO_MORE
    }

    /** The next event; no more at the document's end, or where the sample cuts it. */
    public Event next() throws UnreadableObjectException {
        try {
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamReader.START_ELEMENT -> {
                        if (++depth > MAX_DEPTH) {
                            throw new UnreadableObjectException(
                                    "the XML is nested deeper than %d levels".formatted(MAX_DEPTH));
                        }
                        return Event.START;
                    }
                    case XMLStreamReader.END_ELEMENT -> {
                        depth--;
                        return Event.END;
                    }
                    case XMLStreamReader.CHARACTERS, XMLStreamReader.CDATA -> {
                        return Event.TEXT;
                    }
                    default -> {
                        // Comments, processing instructions, the document type and entities say nothing of columns.
                    }
                }
            }
            return Event.NO_MORE;
        } catch (XMLStreamException e) {
            if (!whole) {
                return Event.NO_MORE;
            }
            throw damaged(e);
        }
    }

    /** How deep the element of the last event is; after its end, how deep its parent is. */
    int depth() {
        return depth;
    }

    /** The element's name without its namespace's prefix. */
    public String name() {
        return reader.getLocalName();
    }

    /** The text of the last event. */
    public String text() {
        return reader.getText();
    }

    /** How many the element that has just begun has. */
    public int attributes() {
        return reader.getAttributeCount();
    }

    /** Without its namespace's prefix. */
    public String attributeName(int index) {
        return reader.getAttributeLocalName(index);
    }

    /** What the attribute says. */
    public String attributeValue(int index) {
        return reader.getAttributeValue(index);
    }

    /** Where in the text the last event ends. */
    int position() {
        int offset = reader.getLocation().getCharacterOffset();
        return offset < 0 ? length : offset;
    }

    private static UnreadableObjectException damaged(XMLStreamException e) {
        String where = e.getLocation() == null
                ? ""
                : " at line %d, column %d"
                        .formatted(
                                e.getLocation().getLineNumber(), e.getLocation().getColumnNumber());
        return new UnreadableObjectException("the XML is damaged or uses entities" + where, e);
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (XMLStreamException e) {
            // It read a string: nothing is left open.
            throw new IllegalStateException(e);
        }
    }
}
