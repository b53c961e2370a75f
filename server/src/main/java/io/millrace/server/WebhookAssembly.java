package io.millrace.server;

import io.millrace.server.config.WebhookSecret;
import io.millrace.server.event.ObjectEventJson;
import io.millrace.server.event.b2.B2EventRouter;
import io.millrace.server.event.b2.B2Webhook;
import io.millrace.server.http.HttpEndpoint;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** Puts B2's event notifications together, if there is a secret for them. */
final class WebhookAssembly {
    private final ServerContext context;
    private final EventAssembly events;
    private final CrawlAssembly crawlers;
    private final FunctionAssembly functions;
    private final Optional<WebhookSecret> secret;

    WebhookAssembly(ServerContext context, EventAssembly events, CrawlAssembly crawlers, FunctionAssembly functions) {
        this.context = context;
        this.events = events;
        this.crawlers = crawlers;
        this.functions = functions;
        this.secret = context.config().storage().webhookSecret();
    }

    /** The webhook by its path; none without a secret. */
    Map<String, HttpEndpoint> endpoints() {
        return secret.<Map<String, HttpEndpoint>>map(
                        value -> Map.of(B2Webhook.PATH, new B2Webhook(value.value(), context.jdbi(), context.clock())))
                .orElse(Map.of());
    }

    /** Hands on what the webhook accepts, and what it accepted before the server stopped. */
    void start() {
        if (secret.isEmpty()) {
            return;
        }
        B2EventRouter.Receivers receivers = new B2EventRouter.Receivers(
                functions::notifications,
                crawlers.eventSources(),
                crawlers.events(),
                events.events(),
                this::exists,
                new ObjectEventJson(context.config().region()));
        context.parts()
                .add(new B2EventRouter(context.jdbi(), receivers, events.deliveries(), context.clock()))
                .start();
    }

    private boolean exists(String bucket, String key) {
        try {
            context.s3().headObject(head -> head.bucket(bucket).key(key));
            return true;
        } catch (NoSuchKeyException e) {
            return false;
        }
    }
}
