package io.millrace.server.identity;

import java.util.regex.Pattern;

/** The names of users, roles and policies. */
final class IdentityNames {
    static final String ADMINISTRATOR = "administrator";

    private static final String USER_ARN = "arn:aws:iam::000000000000:user/";

    /** IAM's pattern and length of user names (IAM API reference, CreateUser). */
    private static final Pattern USER_NAME = Pattern.compile("[\\w+=,.@-]{1,64}");

    private static final String ACCOUNT_ARN = "arn:aws:iam::000000000000:";

    private IdentityNames() {}

    /** @param path begins and ends with a slash */
    static String roleArn(String path, String name) {
        return ACCOUNT_ARN + "role" + path + name;
    }

    /** @param path begins and ends with a slash */
    static String policyArn(String path, String name) {
        return ACCOUNT_ARN + "policy" + path + name;
    }

    static String arn(String userName) {
        return USER_ARN + userName;
    }

    static String requireUserName(String name) {
        if (!USER_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "The name '" + name + "' must be 1 to 64 letters, digits or characters of _+=,.@-");
        }
        return name;
    }
}
