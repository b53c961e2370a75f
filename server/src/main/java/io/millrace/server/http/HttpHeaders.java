package io.millrace.server.http;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The headers of a request: names without regard to case, values as they were sent, in their order. Immutable. */
public final class HttpHeaders {
    private final Map<String, List<String>> values;

    private HttpHeaders(Map<String, List<String>> values) {
        this.values = values;
    }

    /** Headers from name and value pairs, in their order. */
    public static HttpHeaders of(Iterable<? extends Map.Entry<String, String>> fields) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (Map.Entry<String, String> field : fields) {
            values.computeIfAbsent(field.getKey().toLowerCase(Locale.ROOT), name -> new ArrayList<>(1))
                    .add(field.getValue());
        }
        return new HttpHeaders(values);
    }

    /** The first value of a header. */
    public Optional<String> first(String name) {
        List<String> all = all(name);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(0));
    }

    /** All values of a header; empty if it was not sent. */
    public List<String> all(String name) {
        return Collections.unmodifiableList(values.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()));
    }
}
