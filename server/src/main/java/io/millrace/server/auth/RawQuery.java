package io.millrace.server.auth;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A query string's parameters, decoded. {@code +} is itself, as AWS reads it. */
public final class RawQuery {
    private RawQuery() {}

    /** One parameter, decoded; a parameter without {@code =} has the value {@code ""}. */
    public record Parameter(String name, String value) {}

    /** The parameters in their order; repeated names stay. */
    public static List<Parameter> parse(@Nullable String rawQuery) {
        List<Parameter> parameters = new ArrayList<>();
        if (rawQuery != null) {
            for (String part : rawQuery.split("&", -1)) {
                if (!part.isEmpty()) {
                    int equals = part.indexOf('=');
                    String name = equals < 0 ? part : part.substring(0, equals);
                    String value = equals < 0 ? "" : part.substring(equals + 1);
                    parameters.add(new Parameter(PercentCode.decode(name), PercentCode.decode(value)));
                }
            }
        }
        return parameters;
    }
}
