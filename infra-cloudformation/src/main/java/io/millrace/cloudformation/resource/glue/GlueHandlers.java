package io.millrace.cloudformation.resource.glue;

import io.millrace.cloudformation.resource.ResourceHandler;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.glue.GlueClient;

/** What of {@code AWS::Glue} can be deployed. */
public final class GlueHandlers {
    private GlueHandlers() {}

    /** Databases, tables, partitions, connections, classifiers, crawlers, jobs, triggers, workflows. */
    public static List<ResourceHandler> of(GlueClient glue) {
        List<ResourceHandler> handlers = new ArrayList<>(new CatalogHandlers(glue).all());
        handlers.addAll(new EtlHandlers(glue).all());
        handlers.add(ClassifierHandler.of(glue));
        return handlers;
    }
}
