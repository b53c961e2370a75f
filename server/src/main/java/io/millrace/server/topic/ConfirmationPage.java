package io.millrace.server.topic;

import io.millrace.server.auth.PercentCode;
import io.millrace.server.http.GetPage;
import io.millrace.server.http.HttpAnswer;
import io.millrace.server.http.HttpRequestHead;
import io.millrace.server.wire.ServiceException;
import java.nio.charset.CharacterCodingException;
import java.util.HashMap;
import java.util.Map;

/**
 * What the {@code SubscribeURL} of a confirmation leads to. It needs no signature: who has the token was sent it at the endpoint.
 * Thread-safe.
 */
public final class ConfirmationPage implements GetPage {
    /** The path of the page. */
    public static final String PATH = "/sns/confirm";

    private final SubscriptionOperations subscriptions;

    ConfirmationPage(SubscriptionOperations subscriptions) {
        this.subscriptions = subscriptions;
    }

    @Override
    public HttpAnswer answer(HttpRequestHead head, byte[] body) {
        try {
            Map<String, String> query = query(head.rawQuery() == null ? "" : head.rawQuery());
            String arn = subscriptions.confirm(query.getOrDefault("TopicArn", ""), query.getOrDefault("Token", ""));
            return HttpAnswer.text(200, "Confirmed: " + arn + "\n");
        } catch (CharacterCodingException e) {
            return failure(400, "The request is not UTF-8.");
        } catch (ServiceException e) {
            return failure(e.status(), String.valueOf(e.getMessage()));
        }
    }

    private static Map<String, String> query(String raw) throws CharacterCodingException {
        Map<String, String> values = new HashMap<>();
        for (String part : raw.split("&", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                values.put(part.substring(0, equals), PercentCode.decodeForm(part.substring(equals + 1)));
            }
        }
        return values;
    }
}
