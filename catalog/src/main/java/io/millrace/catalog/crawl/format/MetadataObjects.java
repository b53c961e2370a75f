package io.millrace.catalog.crawl.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.catalog.classify.UnreadableObjectException;
import io.millrace.catalog.crawl.ObjectReader;
import io.millrace.catalog.crawl.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** The metadata objects of one table, and how they are read. */
record MetadataObjects(ObjectReader reader, String bucket, String rootPrefix, List<StoredObject> objects) {
    /** More than any table's metadata; a bound for what is held in memory. */
    private static final int MAX_BYTES = 64 << 20;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** The object of this path below the root. */
    Optional<StoredObject> find(String path) {
        return objects.stream()
                .filter(object -> object.key().equals(rootPrefix + path))
                .findFirst();
    }

    /** The last part of the object's key. */
    static String name(StoredObject object) {
        return object.key().substring(object.key().lastIndexOf('/') + 1);
    }

    /** All of the object's bytes. */
    byte[] bytes(StoredObject object) throws IOException, UnreadableObjectException {
        if (object.size() > MAX_BYTES) {
            throw new UnreadableObjectException("its metadata file %s has %d bytes, more than %d"
                    .formatted(name(object), object.size(), MAX_BYTES));
        }
        return object.size() == 0
                ? new byte[0]
                : reader.read(object, 0, (int) object.size()).bytes();
    }

    /** A part of the object. */
    byte[] bytes(StoredObject object, long offset, int length) throws IOException {
        return reader.read(object, offset, length).bytes();
    }

    /** The object as a JSON document, unzipped if its content is. */
    JsonNode json(StoredObject object) throws IOException, UnreadableObjectException {
        return parse(object, gunzip(object, bytes(object)));
    }

    static JsonNode parse(StoredObject object, byte[] bytes) throws IOException, UnreadableObjectException {
        try {
            return JSON.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw new UnreadableObjectException(
                    "its metadata file %s is no JSON: %s".formatted(name(object), e.getOriginalMessage()), e);
        }
    }

    /** A document inside a document. */
    static JsonNode parseSchema(String text) throws UnreadableObjectException {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UnreadableObjectException(
                    "the table's schema is no JSON: %s".formatted(e.getOriginalMessage()), e);
        }
    }

    private static byte[] gunzip(StoredObject object, byte[] bytes) throws IOException, UnreadableObjectException {
        if (bytes.length < 2 || (bytes[0] & 0xff) != 0x1f || (bytes[1] & 0xff) != 0x8b) {
            return bytes;
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            byte[] content = in.readNBytes(MAX_BYTES + 1);
            if (content.length > MAX_BYTES) {
                throw new UnreadableObjectException(
                        "its metadata file %s has more than %d bytes".formatted(name(object), MAX_BYTES));
            }
            return content;
        } catch (java.util.zip.ZipException | java.io.EOFException e) {
            throw new UnreadableObjectException("its metadata file %s is damaged".formatted(name(object)), e);
        }
    }
}
