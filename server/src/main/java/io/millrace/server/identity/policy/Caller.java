package io.millrace.server.identity.policy;

import java.util.Locale;
import java.util.Optional;

/**
 * What conditions may ask about a call.
 *
 * @param arn the principal's ARN, {@code arn:aws:iam::ACCOUNT:user/NAME} or {@code arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION}
 * @param region the region that the request was signed for
 */
public record Caller(String arn, String region) {
    private static final String SESSION = ":assumed-role/";

    /** The value of a condition key; empty for a key that is not evaluated. */
    Optional<String> value(String key) {
        return switch (key.toLowerCase(Locale.ROOT)) {
            case "aws:principalarn" -> Optional.of(roleArn(arn));
            case "aws:principalaccount" -> Optional.of(arn.split(":", -1)[4]);
            case "aws:username" ->
                Optional.of(arn.substring(arn.indexOf('/') + 1)).filter(name -> arn.contains(":user/"));
            case "aws:requestedregion" -> Optional.of(region);
            default -> Optional.empty();
        };
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
        return new Caller("arn:aws:iam::0:user/", "").value(key).isPresent();
    }
}
