package io.millrace.server.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import software.amazon.awssdk.core.SdkPojo;

/** Answers and errors of the Query protocol. */
final class XmlAnswers {
    static final String CONTENT_TYPE = "text/xml";

    /** Of errors that belong to no service. */
    static final String FAULT_NAMESPACE = "http://webservices.amazon.com/AWSFault/2005-15-09";

    private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();

    private XmlAnswers() {}

    @FunctionalInterface
    private interface Content {
        void write(XMLStreamWriter xml) throws XMLStreamException;
    }

    /** {@code <GetRoleResponse><GetRoleResult>…}; an operation without a result has its request's id alone. */
    static byte[] response(Operation operation, String namespace, SdkPojo response, String requestId) {
        return document(operation.model().name() + "Response", namespace, xml -> {
            String wrapper = operation.model().resultWrapper();
            if (!wrapper.isEmpty()) {
                xml.writeStartElement(wrapper);
                XmlMembers.write(xml, response);
                xml.writeEndElement();
            }
            xml.writeStartElement("ResponseMetadata");
            XmlMembers.element(xml, "RequestId", requestId);
            xml.writeEndElement();
        });
    }

    /** {@code <ErrorResponse><Error>…}. */
    static byte[] error(String namespace, WireError error, String requestId) {
        return document("ErrorResponse", namespace, xml -> {
            xml.writeStartElement("Error");
            XmlMembers.element(xml, "Type", error.status() < 500 ? "Sender" : "Receiver");
            XmlMembers.element(xml, "Code", error.name());
            XmlMembers.element(xml, "Message", error.message());
            xml.writeEndElement();
            XmlMembers.element(xml, "RequestId", requestId);
        });
    }

    private static byte[] document(String root, String namespace, Content content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        try {
            XMLStreamWriter xml = FACTORY.createXMLStreamWriter(out, StandardCharsets.UTF_8.name());
            xml.writeStartElement(root);
            xml.writeDefaultNamespace(namespace);
            content.write(xml);
            xml.writeEndElement();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("Cannot write " + root, e);
        }
        return out.toByteArray();
    }
}
