package io.millrace.server.config;

import java.util.regex.Pattern;

/**
 * The signing secret of B2's event notification rules.
 *
 * @param value 32 letters and digits
 */
public record WebhookSecret(String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9]{32}");

    /** Checks the form. */
    public WebhookSecret {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("b2.webhook-secret must have 32 letters and digits");
        }
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "WebhookSecret[…]";
    }
}
