package io.millrace.server.auth;

import io.millrace.server.auth.SignatureClaim.Form;
import io.millrace.server.http.HttpRequestHead;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The text that Signature Version 4 signs. The path is the raw path, normalised and encoded once more: every service but S3
 * encodes twice, as the SDKs and the CLI do.
 */
final class CanonicalRequest {
    private static final Comparator<RawQuery.Parameter> BY_ENCODED_NAME =
            Comparator.comparing(RawQuery.Parameter::name).thenComparing(RawQuery.Parameter::value);

    private CanonicalRequest() {}

    static String of(HttpRequestHead head, SignatureClaim claim, String payloadHash) {
        StringBuilder text = new StringBuilder(512);
        text.append(head.method()).append('\n');
        text.append(path(head.rawPath())).append('\n');
        text.append(query(head, claim.form())).append('\n');
        for (String name : claim.signedHeaders()) {
            text.append(name).append(':').append(header(head, name)).append('\n');
        }
        text.append('\n').append(String.join(";", claim.signedHeaders())).append('\n');
        return text.append(payloadHash).toString();
    }

    static String path(String rawPath) {
        Deque<String> segments = new ArrayDeque<>();
        for (String segment : rawPath.split("/", -1)) {
            if (segment.equals("..")) {
                segments.pollLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.addLast(PercentCode.encode(segment));
            }
        }
        boolean folder = rawPath.endsWith("/") || rawPath.endsWith("/.") || rawPath.endsWith("/..");
        return "/" + String.join("/", segments) + (folder && !segments.isEmpty() ? "/" : "");
    }

    private static String query(HttpRequestHead head, Form form) {
        String rawQuery = head.rawQuery();
        if (rawQuery == null || rawQuery.isEmpty()) {
            return "";
        }
        return RawQuery.parse(rawQuery).stream()
                .filter(parameter -> form == Form.HEADER || !parameter.name().equals("X-Amz-Signature"))
                .map(parameter -> new RawQuery.Parameter(
                        PercentCode.encode(parameter.name()), PercentCode.encode(parameter.value())))
                .sorted(BY_ENCODED_NAME)
                .map(parameter -> parameter.name() + "=" + parameter.value())
                .collect(Collectors.joining("&"));
    }

    private static String header(HttpRequestHead head, String name) {
        List<String> values = head.headers().all(name);
        return values.stream().map(CanonicalRequest::collapseSpace).collect(Collectors.joining(","));
    }

    private static String collapseSpace(String value) {
        String trimmed = value.trim();
        return trimmed.contains("  ") || trimmed.indexOf('\t') >= 0 ? trimmed.replaceAll("\\s+", " ") : trimmed;
    }
}
