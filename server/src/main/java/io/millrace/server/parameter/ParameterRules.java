package io.millrace.server.parameter;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ssm.model.ParameterTier;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;

/** What parameters may be (Systems Manager API reference, PutParameter; quotas of Parameter Store). */
final class ParameterRules {
    static final String DEFAULT_KEY = "alias/aws/ssm";

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.\\-/]+");
    private static final Pattern LABEL = Pattern.compile("[a-zA-Z_.\\-][a-zA-Z0-9_.\\-]{0,99}");
    private static final int MAX_NAME = 1011;
    private static final int MAX_LEVELS = 15;
    private static final int STANDARD_BYTES = 4096;
    private static final int ADVANCED_BYTES = 8192;

    private ParameterRules() {}

    static void checkName(String name) {
        if (!NAME.matcher(name).matches() || name.length() > MAX_NAME || name.endsWith("/")) {
            throw ParameterErrors.invalid(
                    "Parameter name: can't be empty, must be made of letters, digits and ._-/ only, and not end with /.");
        }
        String bare = name.toLowerCase(Locale.ROOT);
        bare = bare.startsWith("/") ? bare.substring(1) : bare;
        if (bare.startsWith("aws") || bare.startsWith("ssm")) {
            throw ParameterErrors.invalid(
                    "Parameter name: can't be prefixed with \"aws\" or \"ssm\" (case-insensitive).");
        }
        if (name.contains("/") && !name.startsWith("/")) {
            throw ParameterErrors.invalid("Parameter name must be a fully qualified name: it must begin with /.");
        }
        if (name.chars().filter(c -> c == '/').count() > MAX_LEVELS) {
            throw ParameterErrors.error(
                    "HierarchyLevelLimitExceededException",
                    "A hierarchy can have a maximum of " + MAX_LEVELS + " levels.");
        }
    }

    static void check(PutParameterRequest request) {
        checkName(request.name());
        if (request.policies() != null && !request.policies().isEmpty()) {
            throw ParameterErrors.unsupported("Policies");
        }
        if (request.dataType() != null && !request.dataType().equals("text")) {
            throw ParameterErrors.unsupported("DataType " + request.dataType());
        }
        if (request.keyId() != null && !request.keyId().equals(DEFAULT_KEY)) {
            throw ParameterErrors.error(
                    "InvalidKeyId", "There is no KMS: KeyId must be left out or " + DEFAULT_KEY + ".");
        }
        if (request.value() == null || request.value().isEmpty()) {
            throw ParameterErrors.invalid("The parameter's value must not be empty.");
        }
        if (request.allowedPattern() != null) {
            checkPattern(request.allowedPattern(), request.value());
        }
    }

    /** The message names the pattern and never the value, which may be a secret. */
    private static void checkPattern(String pattern, String value) {
        try {
            if (!Pattern.compile(pattern).matcher(value).matches()) {
                throw ParameterErrors.error(
                        "ParameterPatternMismatchException",
                        "Parameter value, cannot be validated against allowedPattern: " + pattern);
            }
        } catch (PatternSyntaxException e) {
            throw ParameterErrors.error(
                    "InvalidAllowedPatternException", "The request does not meet the regular expression requirement.");
        }
    }

    /** The tier of a value: what is asked for, if the value fits, and the tier that it had is not lowered. */
    static ParameterTier tier(PutParameterRequest request, @Nullable ParameterTier before) {
        int bytes = request.value().getBytes(StandardCharsets.UTF_8).length;
        ParameterTier asked = request.tier() == null ? before : request.tier();
        ParameterTier tier = asked == null ? ParameterTier.STANDARD : asked;
        if (tier == ParameterTier.INTELLIGENT_TIERING) {
            tier = bytes > STANDARD_BYTES || before == ParameterTier.ADVANCED
                    ? ParameterTier.ADVANCED
                    : ParameterTier.STANDARD;
        }
        if (tier == ParameterTier.STANDARD && before == ParameterTier.ADVANCED) {
            throw ParameterErrors.invalid("An advanced-tier parameter can't be made a standard-tier parameter.");
        }
        if (bytes > (tier == ParameterTier.STANDARD ? STANDARD_BYTES : ADVANCED_BYTES)) {
            throw ParameterErrors.invalid(
                    tier == ParameterTier.STANDARD
                            ? "Standard tier parameters support a maximum parameter value of " + STANDARD_BYTES
                                    + " characters. To create a larger parameter value, use the advanced-parameter tier."
                            : "Advanced tier parameters support a maximum parameter value of " + ADVANCED_BYTES
                                    + " characters.");
        }
        return tier;
    }

    static boolean isLabel(String label) {
        String lower = label.toLowerCase(Locale.ROOT);
        return LABEL.matcher(label).matches() && !lower.startsWith("aws") && !lower.startsWith("ssm");
    }
}
