package io.millrace.server.topic;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;

/**
 * Messages in the forms in which subscribers get them (SNS Developer Guide, "HTTP/HTTPS notification JSON format"; Lambda Developer Guide,
 * "Sample SNS message event"). They are not signed: receivers that check AWS's certificates cannot believe another's.
 */
final class Notifications {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final URI endpoint;

    /** @param endpoint this server, where subscriptions are confirmed */
    Notifications(URI endpoint) {
        this.endpoint = endpoint;
    }

    /** What is posted to an HTTP endpoint or written to a file. */
    String text(Publication publication, Subscription subscription) {
        String message = publication.message(subscription.protocol());
        return subscription.isRaw()
                ? message
                : json(publication, message, "URL").toString();
    }

    private static ObjectNode json(Publication publication, String message, String url) {
        ObjectNode json = JSON.createObjectNode()
                .put("Type", "Notification")
                .put("MessageId", publication.messageId())
                .put("TopicArn", publication.topicArn());
        publication.subject().ifPresent(subject -> json.put("Subject", subject));
        json.put("Message", message)
                .put("Timestamp", TIME.format(publication.time()))
                .put("SignatureVersion", "1")
                .put("Signature", "")
                .put("SigningCert" + url, "")
                .put("Unsubscribe" + url, "");
        if (!publication.attributes().isEmpty()) {
            json.set("MessageAttributes", attributes(publication.attributes()));
        }
        return json;
    }

    private static ObjectNode attributes(Map<String, MessageAttributeValue> attributes) {
        ObjectNode json = JSON.createObjectNode();
        attributes.forEach((name, value) -> json.putObject(name)
                .put("Type", value.dataType())
                .put(
                        "Value",
                        value.binaryValue() == null
                                ? value.stringValue()
                                : Base64.getEncoder()
                                        .encodeToString(value.binaryValue().asByteArray())));
        return json;
    }

    /** The event that a function gets. */
    String lambdaEvent(Publication publication, Subscription subscription) {
        ObjectNode event = JSON.createObjectNode();
        ObjectNode record = event.putArray("Records").addObject();
        record.put("EventSource", "aws:sns").put("EventVersion", "1.0").put("EventSubscriptionArn", subscription.arn());
        ObjectNode sns = json(publication, publication.message(Protocol.LAMBDA), "Url");
        if (!publication.subject().isPresent()) {
            sns.putNull("Subject");
        }
        if (publication.attributes().isEmpty()) {
            sns.putObject("MessageAttributes");
        }
        record.set("Sns", sns);
        return event.toString();
    }

    /** What asks the owner of an HTTP endpoint to confirm. */
    String confirmation(Subscription subscription, Instant now) {
        String link = endpoint + ConfirmationPage.PATH + "?TopicArn="
                + URLEncoder.encode(subscription.topicArn(), StandardCharsets.UTF_8) + "&Token="
                + subscription.token();
        return JSON.createObjectNode()
                .put("Type", HttpMessage.CONFIRMATION)
                .put("MessageId", UUID.randomUUID().toString())
                .put("Token", subscription.token())
                .put("TopicArn", subscription.topicArn())
                .put(
                        "Message",
                        "You have chosen to subscribe to the topic " + subscription.topicArn()
                                + ".\nTo confirm the subscription, visit the SubscribeURL included in this message.")
                .put("SubscribeURL", link)
                .put("Timestamp", TIME.format(now))
                .put("SignatureVersion", "1")
                .put("Signature", "")
                .put("SigningCertURL", "")
                .toString();
    }
}
