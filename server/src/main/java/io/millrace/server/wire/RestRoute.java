package io.millrace.server.wire;

import io.millrace.server.auth.PercentCode;
import io.millrace.server.auth.RawQuery;
import io.millrace.server.http.HttpRequestHead;
import io.millrace.server.wire.model.OperationModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The method, path template and literal query of one REST operation. A trailing slash makes no difference. */
final class RestRoute {
    private final Operation operation;
    private final List<String> segments;
    private final List<RawQuery.Parameter> query;

    RestRoute(Operation operation) {
        String uri = operation.model().uri();
        int question = uri.indexOf('?');
        this.operation = operation;
        this.segments = segments(question < 0 ? uri : uri.substring(0, question));
        this.query = RawQuery.parse(question < 0 ? null : uri.substring(question + 1));
    }

    Operation operation() {
        return operation;
    }

    /** How much the route says: with several matches, the one that says most is meant. */
    long specificity() {
        return query.size()
                + segments.stream().filter(segment -> !isLabel(segment)).count();
    }

    /** The labels' decoded values if the request is one of this route. */
    Optional<Map<String, String>> match(HttpRequestHead head) {
        OperationModel model = operation.model();
        if (!head.method().equals(model.method())
                || !RawQuery.parse(head.rawQuery()).containsAll(query)) {
            return Optional.empty();
        }
        List<String> path = segments(head.rawPath());
        Map<String, String> labels = new HashMap<>();
        for (int i = 0; i < segments.size(); i++) {
            String segment = segments.get(i);
            if (isGreedy(segment) && i < path.size()) {
                labels.put(labelName(segment), PercentCode.decode(String.join("/", path.subList(i, path.size()))));
                return Optional.of(labels);
            }
            if (i >= path.size() || !matches(segment, path.get(i), labels)) {
                return Optional.empty();
            }
        }
        return path.size() == segments.size() ? Optional.of(labels) : Optional.empty();
    }

    private static boolean matches(String segment, String raw, Map<String, String> labels) {
        String value = PercentCode.decode(raw);
        if (isLabel(segment)) {
            labels.put(labelName(segment), value);
            return !value.isEmpty();
        }
        return segment.equals(value);
    }

    private static boolean isLabel(String segment) {
        return segment.startsWith("{");
    }

    private static boolean isGreedy(String segment) {
        return segment.endsWith("+}");
    }

    private static String labelName(String segment) {
        return segment.substring(1, segment.length() - (isGreedy(segment) ? 2 : 1));
    }

    private static List<String> segments(String path) {
        List<String> segments = new ArrayList<>(List.of(path.split("/", -1)));
        segments.remove(0);
        if (!segments.isEmpty() && segments.get(segments.size() - 1).isEmpty()) {
            segments.remove(segments.size() - 1);
        }
        return segments;
    }
}
