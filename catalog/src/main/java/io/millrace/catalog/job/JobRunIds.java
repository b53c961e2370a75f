package io.millrace.catalog.job;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The ids of job runs: {@code jr_} and 64 hexadecimal digits, with {@code _attempt_<n>} for a retry, as Glue's. */
public final class JobRunIds {
    private static final Pattern ATTEMPT_SUFFIX = Pattern.compile("_attempt_\\d+$");

    private JobRunIds() {}

    /** The id of the one run that a firing starts. */
    public static String ofFiring(String firing) {
        try {
            return of(MessageDigest.getInstance("SHA-256").digest(firing.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** The id of a run's first attempt. */
    public static String firstAttempt(String id) {
        return ATTEMPT_SUFFIX.matcher(id).replaceFirst("");
    }

    static String of(byte[] id) {
        return "jr_" + HexFormat.of().formatHex(id);
    }
}
