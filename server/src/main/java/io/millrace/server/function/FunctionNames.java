package io.millrace.server.function;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Function names as the API takes them: the name, a partial ARN ({@code 000000000000:function:name}) or an ARN, each with or
 * without {@code :$LATEST}. Other versions and aliases do not exist.
 */
public final class FunctionNames {
    static final String LATEST = "$LATEST";

    private static final String ACCOUNT = "000000000000";
    private static final Pattern FORMS = Pattern.compile(
            "(?:arn:aws[a-zA-Z-]*:lambda:(?<region>[a-z0-9-]+):)?(?:(?<account>\\d{12}):)?(?:function:)?"
                    + "(?<name>[a-zA-Z0-9_-]{1,64})(?::(?<qualifier>\\$LATEST|[a-zA-Z0-9_-]+))?");

    private final String region;

    FunctionNames(String region) {
        this.region = region;
    }

    /** The bare name in any of the forms; empty if it is none of them. */
    public static Optional<String> nameIn(String text) {
        Matcher form = FORMS.matcher(text);
        return form.matches() ? Optional.of(form.group("name")) : Optional.empty();
    }

    String arn(String name) {
        return "arn:aws:lambda:" + region + ":" + ACCOUNT + ":function:" + name;
    }

    /** The bare name. */
    String parse(String text, @Nullable String qualifier) {
        Matcher form = FORMS.matcher(text);
        if (!form.matches()) {
            throw FunctionErrors.invalid("Invalid function name: " + text);
        }
        String name = form.group("name");
        String wantedRegion = form.group("region");
        String account = form.group("account");
        if ((wantedRegion != null && !wantedRegion.equals(region)) || (account != null && !account.equals(ACCOUNT))) {
            throw FunctionErrors.notFound(text);
        }
        String version = form.group("qualifier") == null ? qualifier : form.group("qualifier");
        if (version != null && !version.equals(LATEST)) {
            throw FunctionErrors.notFound(arn(name) + ":" + version);
        }
        return name;
    }
}
