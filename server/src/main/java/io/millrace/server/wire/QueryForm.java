package io.millrace.server.wire;

import io.millrace.catalog.sdkjson.SdkJsonException;
import io.millrace.server.auth.PercentCode;
import io.millrace.server.http.HttpRequestHead;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The parameters of a Query request: of the form that is its body, or of its query string. */
final class QueryForm {
    /** More than any request of the services that we serve; each costs a hundred times its bytes. */
    static final int MAX_PARAMETERS = 100_000;

    private QueryForm() {}

    /**
     * Reads them into one tree.
     *
     * @throws SdkJsonException if it is no form, or its text is not UTF-8
     */
    static FormNode read(HttpRequestHead head, byte[] body) {
        if (head.method().equals("POST")) {
            return parse(text(body));
        }
        // In a query string a plus is itself, as AWS signs it.
        String query = head.rawQuery();
        return parse(query == null ? "" : query.replace("+", "%2B"));
    }

    private static String text(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new SdkJsonException("The request is not UTF-8.", e);
        }
    }

    private static FormNode parse(String form) {
        if (form.chars().filter(c -> c == '&').count() >= MAX_PARAMETERS) {
            throw new SdkJsonException("The request has more than " + MAX_PARAMETERS + " parameters.");
        }
        FormNode root = new FormNode();
        for (String part : form.split("&", -1)) {
            if (!part.isEmpty()) {
                int equals = part.indexOf('=');
                String name = decode(equals < 0 ? part : part.substring(0, equals));
                root.put(name, equals < 0 ? "" : decode(part.substring(equals + 1)));
            }
        }
        return root;
    }

    private static String decode(String part) {
        try {
            return PercentCode.decodeForm(part);
        } catch (CharacterCodingException e) {
            throw new SdkJsonException("A parameter of the request is not UTF-8.", e);
        }
    }
}
