package io.millrace.etl.job;

import io.millrace.catalog.classify.CustomClassifier;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.compress.compressors.CompressorStreamFactory;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.Column;

/**
 * Files as someone else wrote them, and the values in them.
 *
 * @param name the folder's name, which is the table's
 * @param files by their paths in the folder
 * @param header the columns' names, and the partition keys'
 * @param rows the values as text: what a cell of a text file says without its quotes and escapes; null for an empty cell
 * @param classifiers of the crawl, before the built-in ones
 * @param modes the crawler's inference modes in which the readers are to return these values
 */
record RoundTripCase(
        String name,
        Map<String, byte[]> files,
        List<String> header,
        List<List<@Nullable String>> rows,
        Set<String> modes,
        Set<Reader> readers,
        List<CustomClassifier> classifiers) {
    /** Who reads a table. */
    enum Reader {
        SQL,
        SPARK
    }

    static final String PRECISE = "precise";
    static final String GLUE = "glue";

    /** A case for both modes and readers. */
    static RoundTripCase of(String name, String header) {
        return new RoundTripCase(
                name,
                new LinkedHashMap<>(),
                List.of(header.split(" ")),
                new ArrayList<>(),
                Set.of(PRECISE, GLUE),
                Set.of(Reader.values()),
                List.of());
    }

    /** The same for some modes only: in the other the crawler does what Glue's does, and Glue's readers return something else. */
    RoundTripCase onlyIn(String... only) {
        return new RoundTripCase(name, files, header, rows, Set.of(only), readers, classifiers);
    }

    /** The same for one reader, as the other refuses the table. */
    RoundTripCase onlyBy(Reader reader) {
        return new RoundTripCase(name, files, header, rows, modes, Set.of(reader), classifiers);
    }

    /** The same with a classifier of the user's. */
    RoundTripCase with(CustomClassifier classifier) {
        return new RoundTripCase(name, files, header, rows, modes, readers, List.of(classifier));
    }

    RoundTripCase file(String path, String content) {
        return file(path, content.getBytes(StandardCharsets.UTF_8));
    }

    RoundTripCase file(String path, String content, Charset charset) {
        return file(path, content.getBytes(charset));
    }

    RoundTripCase file(String path, byte[] content) {
        files.put(path, content);
        return this;
    }

    /** One of {@link CompressorStreamFactory}'s. */
    static byte[] compressed(String codec, String content) {
        return compressed(codec, content.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] compressed(String codec, byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new CompressorStreamFactory().createCompressorOutputStream(codec, bytes)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    RoundTripCase row(@Nullable String... values) {
        rows.add(new ArrayList<>(Arrays.asList(values)));
        return this;
    }

    /** A table in the type system that both readers share: what they return is compared in this form. */
    static @Nullable String canonical(Column column, @Nullable String value) {
        String type = column.type();
        if (value == null) {
            return null;
        }
        boolean number = type.startsWith("decimal")
                || Set.of("tinyint", "smallint", "int", "bigint", "float", "double")
                        .contains(type);
        if (number) {
            return new java.math.BigDecimal(value).stripTrailingZeros().toPlainString();
        }
        if (type.equals("timestamp")) {
            String text = value.replace('T', ' ').replace("Z", "");
            String seconds = text.length() == 16 ? text + ":00" : text;
            return seconds.contains(".") ? seconds.replaceAll("0+$", "").replaceAll("\\.$", "") : seconds;
        }
        return value;
    }
}
