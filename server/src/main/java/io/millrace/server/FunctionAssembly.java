package io.millrace.server;

import io.millrace.server.cloudformation.InvocationPolicy;
import io.millrace.server.cloudformation.StoredBucketSettings;
import io.millrace.server.event.FunctionEvents;
import io.millrace.server.event.ObjectNotification;
import io.millrace.server.event.ObjectPoller;
import io.millrace.server.function.AsyncInvocationSettings;
import io.millrace.server.function.AsyncInvocations;
import io.millrace.server.function.FunctionCodeSource;
import io.millrace.server.function.FunctionOperations;
import io.millrace.server.function.Functions;
import io.millrace.server.function.InvokeOperations;
import io.millrace.server.function.runtime.FunctionHost;
import io.millrace.server.function.runtime.FunctionHostSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Puts Lambda together: functions, their processes, queued invocations, and the poller that turns new objects into events. */
final class FunctionAssembly {
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);

    private final ServerContext context;
    private final FunctionOperations operations;
    private final InvokeOperations invocations;
    private final AsyncInvocations queue;
    private final ObjectPoller poller;

    FunctionAssembly(ServerContext context) {
        this.context = context;
        FunctionHost host = host();
        Functions functions = new Functions(
                context.jdbi(),
                context.folder().functions().resolve("code"),
                context.config().region());
        this.queue = context.parts()
                .add(new AsyncInvocations(
                        context.jdbi(), functions, host, AsyncInvocationSettings.defaults(), context.clock()));
        this.operations =
                new FunctionOperations(functions, new FunctionCodeSource(context.s3()), host, context.clock());
        this.invocations = new InvokeOperations(functions, host, queue);
        FunctionEvents sink = new FunctionEvents(invocations, context.config().region(), context.clock());
        this.poller = context.parts().add(new ObjectPoller(context.s3(), sink, context.jdbi()));
    }

    private FunctionHost host() {
        FunctionHostSettings settings = FunctionHostSettings.of(
                context.folder().functions().resolve("logs"),
                context.home().functionRuntime(),
                context.config().region());
        try {
            return context.parts().add(new FunctionHost(settings, context.children()::ofFunction, context.clock()));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start the function host: " + e.getMessage(), e);
        }
    }

    /** Takes up queued invocations and begins to poll. Once, after the services answer. */
    void start() {
        queue.start();
        ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("poller"));
        context.parts().add(scheduler::shutdownNow);
        if (context.config().storage().webhookSecret().isEmpty()) {
            notifications().forEach(poller::watch);
        }
        // The first listing says what is old: from here on every new object is an event.
        poller.poll();
        poller.start(scheduler, POLL_INTERVAL);
    }

    /** What is kept of buckets, with the functions that learn of their objects. Called once, before {@link #start}. */
    StoredBucketSettings bucketSettings(InvocationPolicy policy) {
        StoredBucketSettings settings = new StoredBucketSettings(context.jdbi(), poller, policy);
        settings.watchAll();
        return settings;
    }

    /** The configured notifications. */
    List<ObjectNotification> notifications() {
        return context.config().notifications().stream()
                .map(notification -> ObjectNotification.of(
                        notification.bucket(),
                        notification.prefix(),
                        notification.suffix(),
                        notification.functionName()))
                .toList();
    }

    FunctionOperations operations() {
        return operations;
    }

    InvokeOperations invocations() {
        return invocations;
    }
}
