package io.millrace.catalog.classify;

import java.util.List;
import java.util.Optional;

/** A user's classifier. Those of a crawler are asked in their order, before the built-in ones; the first that is certain decides. */
public sealed interface CustomClassifier {
    /** Its name in the catalog. */
    String name();

    /**
     * Delimited text (Glue API, {@code CsvClassifier}).
     *
     * @param delimiter empty: as the built-in classifier finds it
     * @param header the columns' names; empty: as the file says
     * @param headerMode PRESENT, ABSENT or UNKNOWN
     * @param serde the library to register; empty: as the crawler chooses
     * @param datatypes the columns' types, none or as many as there are columns
     */
    record Csv(
            String name,
            Optional<Character> delimiter,
            Optional<Character> quote,
            HeaderMode headerMode,
            List<String> header,
            Whitespace whitespace,
            Columns columns,
            Optional<String> serde,
            List<String> datatypes)
            implements CustomClassifier {
        /** Whether the first row has names. */
        public enum HeaderMode {
            PRESENT,
            ABSENT,
            UNKNOWN
        }

        /** Whether white space around values is taken off before their types are looked at ({@code DisableValueTrimming}). */
        public enum Whitespace {
            TRIMMED,
            KEPT
        }

        /** Whether a file may have one column ({@code AllowSingleColumn}). */
        public enum Columns {
            ONE_OR_MORE,
            TWO_OR_MORE
        }
    }

    /** JSON documents whose records are what {@code path} selects, such as {@code $.records[*]}. */
    record Json(String name, String path) implements CustomClassifier {}

    /** XML documents whose records are the elements {@code rowTag}. */
    record Xml(String name, String classification, String rowTag) implements CustomClassifier {}

    /** Lines that match a Grok pattern; {@code customPatterns} has one {@code NAME pattern} a line. */
    record Grok(String name, String classification, String pattern, String customPatterns)
            implements CustomClassifier {}
}
