package io.millrace.catalog.classify;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Recognises XML. Its records are the elements that a user's classifier names (Glue knows no others); without one, precise mode
 * takes those that are repeated most, as near to the root as there are any, and Glue's mode refuses the file. Neither document
 * types nor entities are read. Stateless.
 */
final class XmlClassifier {
    private static final String XML = "xml";
    private static final Pattern BEGINNING =
            Pattern.compile("\\s*<(?:\\?xml\\s|!--|!DOCTYPE\\s|[\\p{L}_][\\p{L}\\p{N}._-]*(?::[\\p{L}_]|[\\s/>]))");

    private XmlClassifier() {}

    /** The schema, or empty if it is no XML. */
    static Optional<FileSchema> classify(Head head) throws UnreadableObjectException {
        if (!BEGINNING.matcher(head.text()).lookingAt()) {
            return Optional.empty();
        }
        Optional<XmlRowTag> found = XmlRowTag.find(head.text(), head.sample().whole());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        if (head.inference() == Inference.GLUE) {
            throw new UnreadableObjectException(
                    "an XML file needs a classifier that names its row tag (it seems to be %s)"
                            .formatted(found.get().name()));
        }
        return schema(head, new FormatDetail.Xml(XML, found.get().name()));
    }

    /** What a user describes. */
    static FormatClassifier custom(CustomClassifier.Xml described) {
        FormatDetail.Xml detail = new FormatDetail.Xml(described.classification(), described.rowTag());
        return head ->
                head.isText() && BEGINNING.matcher(head.text()).lookingAt() ? schema(head, detail) : Optional.empty();
    }

    /** The schema, or empty if no record is there. */
    private static Optional<FileSchema> schema(Head head, FormatDetail.Xml detail) throws UnreadableObjectException {
        Sample sample = head.sample();
        XmlRecords records = new XmlRecords(detail.rowTag(), CellTypes.of(head.inference(), sample));
        records.readAll(head.text(), sample.whole());
        if (records.count() == 0 || records.columns().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new FileSchema(
                FileFormat.XML,
                sample.compression(),
                detail,
                records.columns(),
                Map.of(),
                sample.estimateRecords(records.count(), records.usedCharacters()),
                Math.max(1, records.usedCharacters() / records.count())));
    }
}
