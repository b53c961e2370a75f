package io.millrace.cloudformation.resource;

import java.util.Locale;

/** Fits the names that CloudFormation makes to what services allow. The random end is always kept. */
public final class GeneratedNames {
    private GeneratedNames() {}

    /** The name with at most {@code length} characters: its middle gives way, its random end stays. */
    public static String shortened(String name, int length) {
        if (name.length() <= length) {
            return name;
        }
        String end = name.substring(name.lastIndexOf('-'));
        return name.substring(0, Math.max(0, length - end.length())) + end;
    }

    /** The name in lower case, as buckets, databases and tables need it. */
    public static String lowerCase(String name, int length) {
        return shortened(name.toLowerCase(Locale.ROOT), length);
    }
}
