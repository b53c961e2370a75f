package io.millrace.server.identity.policy;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What conditions may ask about a call.
 *
 * @param arn the principal's ARN, {@code arn:aws:iam::ACCOUNT:user/NAME} or {@code arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION}
 * @param region the region that the request was signed for
 * @param passedToService the service that gets a role ({@code glue.amazonaws.com}), where {@code iam:PassRole} is asked about
 */
public record Caller(String arn, String region, Optional<String> passedToService) {
    private static final String SESSION = ":assumed-role/";
    private static final Set<String> KEYS = Set.of(
            "aws:principalarn", "aws:principalaccount", "aws:username", "aws:requestedregion", "iam:passedtoservice");

    /** A caller that passes no role. */
    public Caller(String arn, String region) {
        this(arn, region, Optional.empty());
    }

    /** The same, giving a role to a service. */
    public Caller passingTo(String service) {
        return new Caller(arn, region, Optional.of(service));
    }

    /** The value of a condition key; empty for a key that this call does not have. */
    Optional<String> value(String key) {
        return switch (key.toLowerCase(Locale.ROOT)) {
            case "aws:principalarn" -> Optional.of(roleArn(arn));
            case "aws:principalaccount" -> Optional.of(account());
            case "aws:username" ->
                Optional.of(arn.substring(arn.indexOf('/') + 1)).filter(name -> arn.contains(":user/"));
            case "aws:requestedregion" -> Optional.of(region);
            case "iam:passedtoservice" -> passedToService;
            default -> Optional.empty();
        };
    }

    private String account() {
        return arn.split(":", -1)[4];
    }

    /** Of a role's session, the role, without its path. */
    public static String roleArn(String arn) {
        int session = arn.indexOf(SESSION);
        if (session < 0) {
            return arn;
        }
        String name = arn.substring(session + SESSION.length()).replaceFirst("/.*", "");
        return arn.substring(0, session).replaceFirst(":sts:", ":iam:") + ":role/" + name;
    }

    /** Whether a condition key is one of those above. */
    static boolean knows(String key) {
        return KEYS.contains(key.toLowerCase(Locale.ROOT));
    }
}
