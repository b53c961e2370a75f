package io.millrace.server;

import io.millrace.cloudformation.api.ChangeSetOperations;
import io.millrace.cloudformation.api.StackOperations;
import io.millrace.cloudformation.api.StackQueries;
import io.millrace.cloudformation.api.TemplateOperations;
import io.millrace.cloudformation.resource.ResourceHandlers;
import io.millrace.cloudformation.resource.s3.BucketSettings;
import io.millrace.cloudformation.stack.StackEngine;
import io.millrace.cloudformation.stack.StackEngineSettings;
import io.millrace.server.cloudformation.DeployableTypes;
import io.millrace.server.cloudformation.JdbcStackStore;
import io.millrace.server.cloudformation.RoleRights;
import io.millrace.server.cloudformation.S3Templates;
import io.millrace.server.cloudformation.StackServices;
import io.millrace.server.cloudformation.TopicNotifications;
import io.millrace.server.data.AdministratorKey;
import io.millrace.server.data.MasterKeyCipher;
import io.millrace.server.topic.TopicFamily;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

/** Puts CloudFormation together: the engine, its store in the server's database, its templates in the object store. */
final class StackAssembly {
    private static final String ACCOUNT = "000000000000";
    private static final int PARALLEL_RESOURCES = 8;

    private final StackEngine engine;
    private final StackServices services;

    /**
     * An engine that deploys what this server serves.
     *
     * @param endpoint this server, whose services the handlers call
     * @param key with whose permissions stacks without a role act
     * @param buckets what is kept of buckets
     * @param topics which learn of stacks' events
     */
    StackAssembly(
            ServerContext context, URI endpoint, AdministratorKey key, BucketSettings buckets, TopicFamily topics) {
        RoleRights rights =
                new RoleRights(AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey()), context.roles());
        DeployableTypes types = DeployableTypes.at(endpoint, context.config().region(), rights);
        ResourceHandlers handlers = types.handlers(context.s3(), buckets);
        JdbcStackStore store = new JdbcStackStore(context.jdbi(), new MasterKeyCipher(context.masterKey()));
        StackEngineSettings settings =
                new StackEngineSettings(ACCOUNT, context.config().region(), PARALLEL_RESOURCES);
        S3Templates templates = new S3Templates(context.s3());
        this.engine = context.parts()
                .add(new StackEngine(
                        store,
                        handlers,
                        types.values(),
                        rights,
                        new TopicNotifications(topics),
                        settings,
                        context.clock()));
        this.services = new StackServices(
                new StackOperations(engine, templates),
                new ChangeSetOperations(engine, templates),
                new StackQueries(engine, store),
                new TemplateOperations(engine, handlers, templates));
    }

    StackServices services() {
        return services;
    }

    /** Takes up what a dead server left half done. Once, when the services answer, because handlers call them. */
    void start() {
        engine.recover();
    }

    /** Begins nothing further. Before the services end, because handlers call them. */
    void stop() {
        engine.close();
    }
}
