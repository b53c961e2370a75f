package io.millrace.server.auth;

/** The key and what it signed for: {@code keyid/date/region/service/aws4_request}. */
record CredentialScope(String accessKeyId, String date, String region, String service) {
    private static final String TERMINATOR = "aws4_request";

    static CredentialScope parse(String credential) {
        String[] parts = credential.split("/", -1);
        if (parts.length != 5) {
            throw AuthenticationException.incomplete("Credential must have exactly 5 slash-delimited elements, "
                    + "e.g. keyid/date/region/service/term, got '" + credential + "'");
        }
        if (!parts[4].equals(TERMINATOR)) {
            throw AuthenticationException.invalid("Credential should be scoped with a valid terminator: '" + TERMINATOR
                    + "', not '" + parts[4] + "'.");
        }
        return new CredentialScope(parts[0], parts[1], parts[2], parts[3]);
    }

    /** What a signature's string to sign names: the scope without the key. */
    String text() {
        return date + "/" + region + "/" + service + "/" + TERMINATOR;
    }
}
