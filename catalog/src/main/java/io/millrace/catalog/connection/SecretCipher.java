package io.millrace.catalog.connection;

/**
 * Seals the secrets of connections before they are stored. Authenticated: a sealed text that was changed, was sealed under
 * another key, or for another context does not open. Thread-safe.
 */
public interface SecretCipher {
    /**
     * Seals {@code plain}; each call gives another text.
     *
     * @param context what the secret belongs to, such as {@code connection/orders/PASSWORD}; needed again to open it
     * @return printable ASCII without white space
     */
    String encrypt(String plain, String context);

    /**
     * Opens what {@link #encrypt} made.
     *
     * @throws IllegalStateException without any part of the secret, if it was sealed under another key or for another context,
     *     or is damaged
     */
    String decrypt(String sealed, String context);
}
