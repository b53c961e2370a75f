package io.millrace.server.wire;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/** Writes an SDK model object's members as XML elements; members without a value are left out. */
final class XmlMembers {
    /** What stands for a character that XML 1.0 cannot hold in any form. */
    private static final int REPLACEMENT = 0xFFFD;

    private XmlMembers() {}

    static void write(XMLStreamWriter xml, SdkPojo object) throws XMLStreamException {
        for (SdkField<?> field : object.sdkFields()) {
            Object value = field.getValueOrDefault(object);
            if (isPresent(value)) {
                writeMember(xml, field.unmarshallLocationName(), field, value);
            }
        }
    }

    private static boolean isPresent(@Nullable Object value) {
        return value != null && !(value instanceof SdkAutoConstructList) && !(value instanceof SdkAutoConstructMap);
    }

    private static void writeMember(XMLStreamWriter xml, String name, SdkField<?> field, Object value)
            throws XMLStreamException {
        if (value instanceof List<?> list) {
            writeList(xml, name, field.getTrait(ListTrait.class), list);
        } else if (value instanceof Map<?, ?> map) {
            writeMap(xml, name, field.getTrait(MapTrait.class), map);
        } else if (value instanceof SdkPojo structure) {
            xml.writeStartElement(name);
            write(xml, structure);
            xml.writeEndElement();
        } else {
            element(xml, name, text(field, value));
        }
    }

    private static void writeList(XMLStreamWriter xml, String name, ListTrait list, List<?> values)
            throws XMLStreamException {
        String member = list.memberLocationName();
        if (!list.isFlattened()) {
            xml.writeStartElement(name);
        }
        String each = member != null ? member : list.isFlattened() ? name : "member";
        for (Object value : values) {
            if (value != null) {
                writeMember(xml, each, list.memberFieldInfo(), value);
            }
        }
        if (!list.isFlattened()) {
            xml.writeEndElement();
        }
    }

    private static void writeMap(XMLStreamWriter xml, String name, MapTrait map, Map<?, ?> values)
            throws XMLStreamException {
        if (!map.isFlattened()) {
            xml.writeStartElement(name);
        }
        for (Map.Entry<?, ?> entry : values.entrySet()) {
            Object value = entry.getValue();
            if (value != null) {
                xml.writeStartElement(map.isFlattened() ? name : "entry");
                element(xml, map.keyLocationName(), entry.getKey().toString());
                writeMember(xml, map.valueLocationName(), map.valueFieldInfo(), value);
                xml.writeEndElement();
            }
        }
        if (!map.isFlattened()) {
            xml.writeEndElement();
        }
    }

    private static String text(SdkField<?> field, Object value) {
        if (value instanceof SdkBytes bytes) {
            return Base64.getEncoder().encodeToString(bytes.asByteArrayUnsafe());
        }
        if (value instanceof Instant instant) {
            boolean seconds = field.getOptionalTrait(TimestampFormatTrait.class)
                    .filter(trait -> trait.format() == Format.UNIX_TIMESTAMP)
                    .isPresent();
            return seconds
                    ? String.valueOf(instant.getEpochSecond())
                    : instant.truncatedTo(ChronoUnit.MILLIS).toString();
        }
        return value.toString();
    }

    /** An element that holds a text, which a reader gets as it is: also carriage returns, which XML would make line feeds. */
    static void element(XMLStreamWriter xml, String name, String text) throws XMLStreamException {
        xml.writeStartElement(name);
        int from = 0;
        String legal = legal(text);
        for (int at = legal.indexOf('\r'); at >= 0; at = legal.indexOf('\r', from)) {
            xml.writeCharacters(legal.substring(from, at));
            xml.writeEntityRef("#xD");
            from = at + 1;
        }
        xml.writeCharacters(legal.substring(from));
        xml.writeEndElement();
    }

    private static String legal(String text) {
        if (text.codePoints().allMatch(XmlMembers::isLegal)) {
            return text;
        }
        return text.codePoints()
                .map(c -> isLegal(c) ? c : REPLACEMENT)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** XML 1.0, section 2.2, "Char". */
    private static boolean isLegal(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || (c >= 0x20 && c <= 0xD7FF)
                || (c >= 0xE000 && c <= 0xFFFD)
                || c >= 0x10000;
    }
}
