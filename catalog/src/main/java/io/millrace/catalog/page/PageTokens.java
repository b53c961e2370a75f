package io.millrace.catalog.page;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Pages through sorted lists by key: a token holds the list's scope and the key of the last item given out, so a list goes on at
 * the right place whatever was added or removed meanwhile, and any process can redeem it. A token that is damaged or belongs to
 * another list is an {@code InvalidInputException}. Thread-safe.
 */
public final class PageTokens {
    private static final int FORMAT = 1;
    private static final String INVALID = "Invalid NextToken: it does not belong to this list.";

    private final UnaryOperator<byte[]> seal;

    /**
     * Tokens that end with {@code seal} of their content. A keyed seal (HMAC) keeps clients from making their own; it must give the
     * same bytes in every process that serves the same lists.
     */
    public PageTokens(UnaryOperator<byte[]> seal) {
        this.seal = seal;
    }

    /** Tokens with a checksum, which finds damage but not forgery. A forged one reaches nothing that its bearer may not list. */
    public static PageTokens withChecksum() {
        return new PageTokens(PageTokens::checksum);
    }

    /**
     * Gives one page.
     *
     * @param scope names the list: the operation and what it lists, e.g. {@code GetTables/sales}
     * @param token the request's token; null or empty for the first page
     * @param limit the page's largest number of items
     * @param source reads up to so many items after a key; an empty key is the start
     * @param key an item's sort key, unique in the list
     */
    public <T> Page<T> page(
            String scope, @Nullable String token, int limit, Source<T> source, Function<T, List<String>> key) {
        // One more than asked tells whether there is a next page.
        List<T> items = source.listAfter(redeem(scope, token), limit + 1);
        if (items.size() <= limit) {
            return new Page<>(items, null);
        }
        List<T> page = items.subList(0, limit);
        return new Page<>(page, issue(scope, key.apply(page.get(limit - 1))));
    }

    /** The token to go on after {@code key}. */
    public String issue(String scope, List<String> key) {
        byte[] content = content(scope, key);
        byte[] check = seal.apply(content);
        byte[] token = Arrays.copyOf(content, content.length + check.length);
        System.arraycopy(check, 0, token, content.length, check.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /** The key after which to go on, empty for no token. @throws CatalogException InvalidInputException if the token is not of this list */
    public List<String> redeem(String scope, @Nullable String token) {
        if (token == null || token.isEmpty()) {
            return List.of();
        }
        try {
            List<String> texts = readTexts(Base64.getUrlDecoder().decode(token));
            if (!texts.get(0).equals(scope)) {
                throw invalid();
            }
            List<String> key = texts.subList(1, texts.size());
            byte[] expected = issue(scope, key).getBytes(StandardCharsets.ISO_8859_1);
            if (!MessageDigest.isEqual(expected, token.getBytes(StandardCharsets.ISO_8859_1))) {
                throw invalid();
            }
            return List.copyOf(key);
        } catch (IllegalArgumentException | IOException e) {
            throw new CatalogException(CatalogErrorCode.INVALID_INPUT, INVALID, e);
        }
    }

    private static byte[] content(String scope, List<String> key) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        try {
            out.writeByte(FORMAT);
            out.writeByte(key.size());
            out.writeUTF(scope);
            for (String part : key) {
                out.writeUTF(part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static List<String> readTexts(byte[] token) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(token));
        if (in.readByte() != FORMAT) {
            throw invalid();
        }
        int texts = in.readUnsignedByte() + 1;
        List<String> found = new ArrayList<>(texts);
        for (int i = 0; i < texts; i++) {
            found.add(in.readUTF());
        }
        return found;
    }

    private static byte[] checksum(byte[] content) {
        CRC32 crc = new CRC32();
        crc.update(content);
        return ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).array();
    }

    private static CatalogException invalid() {
        return new CatalogException(CatalogErrorCode.INVALID_INPUT, INVALID);
    }

    /** Reads a sorted list from a place on. */
    @FunctionalInterface
    public interface Source<T> {
        /** Up to {@code limit} items whose key is greater than {@code key}, in order; an empty key is the start. */
        List<T> listAfter(List<String> key, int limit);
    }
}
