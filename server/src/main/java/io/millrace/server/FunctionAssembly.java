package io.millrace.server;

import io.millrace.server.cloudformation.StoredBucketSettings;
import io.millrace.server.config.NotificationConfig;
import io.millrace.server.data.MasterKeyCipher;
import io.millrace.server.event.FunctionEvents;
import io.millrace.server.event.ObjectNotification;
import io.millrace.server.event.ObjectPoller;
import io.millrace.server.function.AliasOperations;
import io.millrace.server.function.AsyncInvocationSettings;
import io.millrace.server.function.AsyncInvocations;
import io.millrace.server.function.ConcurrencyOperations;
import io.millrace.server.function.EventDestinations;
import io.millrace.server.function.EventSettingOperations;
import io.millrace.server.function.EventSourceOperations;
import io.millrace.server.function.FunctionCodeSource;
import io.millrace.server.function.FunctionOperations;
import io.millrace.server.function.FunctionTagOperations;
import io.millrace.server.function.Functions;
import io.millrace.server.function.InvokeOperations;
import io.millrace.server.function.PermissionOperations;
import io.millrace.server.function.VersionOperations;
import io.millrace.server.function.runtime.FunctionHost;
import io.millrace.server.function.runtime.FunctionHostSettings;
import io.millrace.server.service.LambdaOperations;
import io.millrace.server.work.DaemonThreads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Puts Lambda together: functions, their processes, queued invocations, and the poller that turns new objects into events. */
final class FunctionAssembly {
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);

    private final ServerContext context;
    private final LambdaOperations operations;
    private final AsyncInvocations queue;
    private final ObjectPoller poller;

    /** @param destinations what the ends of invocations can be told to, besides functions */
    FunctionAssembly(ServerContext context, EventDestinations destinations) {
        this.context = context;
        FunctionHost host = host();
        Functions functions = new Functions(
                context.jdbi(),
                context.folder().functions().resolve("code"),
                codeDeletion(context),
                context.config().region(),
                new MasterKeyCipher(context.masterKey()));
        this.queue = context.parts()
                .add(new AsyncInvocations(
                        context.jdbi(),
                        functions,
                        host,
                        AsyncInvocationSettings.defaults(),
                        destinations,
                        context.clock()));
        VersionOperations versions = new VersionOperations(functions, host);
        this.operations = new LambdaOperations(
                new FunctionOperations(
                        functions, new FunctionCodeSource(context.s3()), host, versions, destinations, context.clock()),
                new InvokeOperations(functions, host, queue),
                versions,
                new AliasOperations(functions),
                new PermissionOperations(functions),
                new ConcurrencyOperations(functions, host),
                new EventSettingOperations(functions, destinations, context.clock()),
                new EventSourceOperations(),
                new FunctionTagOperations(functions));
        FunctionEvents sink =
                new FunctionEvents(operations.invocations(), context.config().region(), context.clock());
        this.poller = new ObjectPoller(context.s3(), sink, context.jdbi());
    }

    private static ExecutorService codeDeletion(ServerContext context) {
        ExecutorService executor = Executors.newSingleThreadExecutor(DaemonThreads.named("function-code"));
        context.parts().add(executor::shutdownNow);
        return executor;
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
        for (NotificationConfig notification : context.config().notifications()) {
            poller.watch(ObjectNotification.of(
                    notification.bucket(), notification.prefix(), notification.suffix(), notification.functionName()));
        }
        if (context.config().storage().webhookSecret().isPresent()) {
            // The store tells of its objects itself.
            return;
        }
        context.parts().add(poller);
        // The first listing says what is old: from here on every new object is an event.
        poller.poll();
        poller.start(POLL_INTERVAL);
    }

    /** What is kept of buckets, with the functions that learn of their objects. Called once, before {@link #start}. */
    StoredBucketSettings bucketSettings() {
        StoredBucketSettings settings =
                new StoredBucketSettings(context.jdbi(), poller, operations.permissions()::allows);
        settings.watchAll();
        return settings;
    }

    /** The notifications of the configuration and of the buckets, as they are now. */
    List<ObjectNotification> notifications() {
        return poller.watched();
    }

    LambdaOperations operations() {
        return operations;
    }
}
