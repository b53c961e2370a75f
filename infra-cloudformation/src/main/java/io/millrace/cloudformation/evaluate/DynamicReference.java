package io.millrace.cloudformation.evaluate;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A value that stands elsewhere, written {@code {{resolve:ssm:NAME:VERSION}}}, {@code {{resolve:ssm-secure:NAME:VERSION}}} or
 * {@code {{resolve:secretsmanager:SECRET:SecretString:KEY:STAGE:VERSION}}}.
 *
 * @param service which of the three
 * @param name of the parameter, or name or ARN of the secret
 * @param key the key within a secret that holds JSON
 * @param stage the secret's staging label
 * @param version the parameter's version number or the secret's version id
 */
public record DynamicReference(
        Service service, String name, Optional<String> key, Optional<String> stage, Optional<String> version) {
    static final Pattern PATTERN = Pattern.compile("\\{\\{resolve:([a-z-]+):([^{}]*)}}");
    private static final int SECRET_ARN_PARTS = 7;
    private static final int SECRET_FIELDS = 4;

    /** Where the value is. */
    public enum Service {
        /** A plain parameter. */
        SSM("ssm"),
        /** An encrypted parameter. */
        SSM_SECURE("ssm-secure"),
        /** A secret. */
        SECRETS_MANAGER("secretsmanager");

        private final String wireName;

        Service(String wireName) {
            this.wireName = wireName;
        }
    }

    static DynamicReference parse(Matcher match) {
        String rest = match.group(2);
        for (Service service : Service.values()) {
            if (service.wireName.equals(match.group(1))) {
                return service == Service.SECRETS_MANAGER ? secret(match.group(), rest) : parameter(service, rest);
            }
        }
        throw new EvaluationException("Template error: there is no dynamic reference to " + match.group(1)
                + "; use ssm, ssm-secure or secretsmanager");
    }

    private static DynamicReference parameter(Service service, String rest) {
        int colon = rest.lastIndexOf(':');
        // A version is a number; everything else is part of the name.
        if (colon > 0 && rest.substring(colon + 1).matches("[0-9]+")) {
            return new DynamicReference(
                    service,
                    rest.substring(0, colon),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(rest.substring(colon + 1)));
        }
        return new DynamicReference(service, rest, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static DynamicReference secret(String whole, String rest) {
        String[] parts = rest.split(":", -1);
        int name = rest.startsWith("arn:") ? SECRET_ARN_PARTS : 1;
        if (parts.length < name || parts.length > name + SECRET_FIELDS) {
            throw new EvaluationException("Template error: " + whole + " is not a reference to a secret");
        }
        if (parts.length > name && !parts[name].equals("SecretString") && !parts[name].isEmpty()) {
            throw new EvaluationException("Template error: " + whole + " must name SecretString after the secret");
        }
        return new DynamicReference(
                Service.SECRETS_MANAGER,
                String.join(":", Arrays.copyOf(parts, name)),
                field(parts, name + 1),
                field(parts, name + 2),
                field(parts, name + 3));
    }

    private static Optional<String> field(String[] parts, int index) {
        return index < parts.length && !parts[index].isEmpty() ? Optional.of(parts[index]) : Optional.empty();
    }
}
