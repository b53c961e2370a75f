package io.millrace.server.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.server.auth.AccessKey;
import io.millrace.server.identity.AccessKeySummary;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Access keys as people and programs read them; the names in JSON are IAM's. */
final class KeyTexts {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern DURATION = Pattern.compile("(\\d{1,6})([smhd])");

    private KeyTexts() {}

    /** With its secret, in the form of AWS's shared credentials file. */
    static String profile(AccessKey key) {
        return "[%s]%naws_access_key_id = %s%naws_secret_access_key = %s"
                .formatted(userName(key), key.id(), key.secret());
    }

    /** With its secret. */
    static String json(AccessKey key) {
        return JSON.createObjectNode()
                .put("UserName", userName(key))
                .put("Arn", key.principal())
                .put("AccessKeyId", key.id())
                .put("SecretAccessKey", key.secret())
                .toString();
    }

    private static String userName(AccessKey key) {
        return key.principal().substring(key.principal().indexOf('/') + 1);
    }

    static String json(List<AccessKeySummary> keys) {
        ArrayNode list = JSON.createArrayNode();
        for (AccessKeySummary key : keys) {
            ObjectNode node = list.addObject()
                    .put("AccessKeyId", key.id())
                    .put("UserName", key.userName())
                    .put("Arn", key.arn())
                    .put("Status", key.status())
                    .put("CreateDate", key.createdAt().toString())
                    .put("Policy", key.policy());
            key.validUntil().ifPresent(end -> node.put("ValidUntil", end.toString()));
        }
        return list.toPrettyString();
    }

    static String table(List<AccessKeySummary> keys) {
        StringBuilder text = new StringBuilder(row("ACCESS KEY", "STATUS", "POLICY", "CREATED", "USER"));
        for (AccessKeySummary key : keys) {
            String end = key.validUntil().map(until -> " (until " + until + ")").orElse("");
            text.append(System.lineSeparator())
                    .append(row(
                            key.id(),
                            key.status(),
                            key.policy(),
                            key.createdAt().toString(),
                            key.userName() + end));
        }
        return text.toString();
    }

    private static String row(String id, String status, String policy, String created, String user) {
        return String.format(Locale.ROOT, "%-20s  %-8s  %-13s  %-20s  %s", id, status, policy, created, user);
    }

    /** @param option whose value the text is */
    static Duration duration(String option, String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(option + " must be like 30s, 10m, 2h or 1d, but is '" + text + "'");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }
}
