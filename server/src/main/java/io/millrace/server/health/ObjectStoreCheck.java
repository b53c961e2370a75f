package io.millrace.server.health;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;

/**
 * Whether an object store answers: an unsigned {@code HEAD /}, which costs nothing on B2 and needs no permission. Any answer but a
 * failure of the store's own counts, so it does not tell whether the key is still good.
 */
public final class ObjectStoreCheck implements HealthCheck {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final int FIRST_SERVER_ERROR = 500;

    private final URI endpoint;

    /** A check of the store at this address. */
    public ObjectStoreCheck(URI endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public void run() throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) endpoint.resolve("/").toURL().openConnection();
        try {
            connection.setConnectTimeout((int) TIMEOUT.toMillis());
            connection.setReadTimeout((int) TIMEOUT.toMillis());
            connection.setInstanceFollowRedirects(false);
            connection.setRequestMethod("HEAD");
            int status = connection.getResponseCode();
            if (status >= FIRST_SERVER_ERROR) {
                throw new IOException("The object store " + endpoint + " answers " + status);
            }
        } finally {
            connection.disconnect();
        }
    }
}
