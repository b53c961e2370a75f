package io.millrace.cloudformation.resource.glue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.cloudformation.resource.ResourceHandler;
import io.millrace.cloudformation.resource.sdk.Names;
import io.millrace.cloudformation.resource.sdk.ResourceProperties;
import io.millrace.cloudformation.resource.sdk.SdkHandler;
import java.util.List;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.CreateCrawlerRequest;
import software.amazon.awssdk.services.glue.model.CreateJobRequest;
import software.amazon.awssdk.services.glue.model.CreateTriggerRequest;
import software.amazon.awssdk.services.glue.model.CreateWorkflowRequest;
import software.amazon.awssdk.services.glue.model.JobUpdate;
import software.amazon.awssdk.services.glue.model.TriggerUpdate;
import software.amazon.awssdk.services.glue.model.UpdateCrawlerRequest;
import software.amazon.awssdk.services.glue.model.UpdateWorkflowRequest;

/** Crawlers, jobs, triggers and workflows. */
final class EtlHandlers {
    private static final int MAX_NAME = 255;
    private static final String SCHEDULE = "Schedule";

    private final GlueClient glue;

    EtlHandlers(GlueClient glue) {
        this.glue = glue;
    }

    List<ResourceHandler> all() {
        return List.of(crawler(), job(), trigger(), workflow());
    }

    private ResourceHandler crawler() {
        return SdkHandler.of("AWS::Glue::Crawler")
                .replacedBy("Name")
                .supports("Role", "DatabaseName", "Description", "Classifiers", "TablePrefix", "Configuration")
                .supports("SchemaChangePolicy", "RecrawlPolicy", "Schedule.ScheduleExpression")
                .supports("Targets.S3Targets", "Targets.JdbcTargets", "Targets.CatalogTargets")
                .supports("Targets.DeltaTargets", "Targets.IcebergTargets", "Targets.HudiTargets")
                .id(Names.at("Name", MAX_NAME))
                .find(id -> glue.getCrawler(request -> request.name(id)).crawler() != null)
                .create(wanted -> glue.createCrawler(crawlerRequest(wanted)
                        .withTags()
                        .into(CreateCrawlerRequest.builder())
                        .build()))
                .update(wanted -> glue.updateCrawler(crawlerRequest(wanted)
                        .without("Tags")
                        // An update without these leaves them: an empty text removes them.
                        .withDefault(SCHEDULE, "")
                        .withDefault("Description", "")
                        .withDefault("TablePrefix", "")
                        .withDefault("Configuration", "")
                        .into(UpdateCrawlerRequest.builder())
                        .build()))
                .delete(gone -> glue.deleteCrawler(request -> request.name(gone.id())))
                .tags(new GlueTags(glue, "crawler"))
                .build();
    }

    private static ResourceProperties crawlerRequest(ResourceProperties properties) {
        ResourceProperties named = properties.with("Name", properties.id());
        return properties
                .text("Schedule.ScheduleExpression")
                .map(expression -> named.with(SCHEDULE, expression))
                .orElseGet(() -> named.without(SCHEDULE));
    }

    private ResourceHandler job() {
        return SdkHandler.of("AWS::Glue::Job")
                .replacedBy("Name")
                .supports("Role", "Description", "Command", "DefaultArguments", "NonOverridableArguments")
                .supports("Connections", "MaxRetries", "Timeout", "ExecutionProperty")
                // Kept for AWS: a run here has the size that the server's settings give it.
                .supports("GlueVersion", "WorkerType", "NumberOfWorkers", "MaxCapacity", "ExecutionClass")
                .id(Names.at("Name", MAX_NAME))
                .find(id -> glue.getJob(request -> request.jobName(id)).job() != null)
                .create(wanted -> glue.createJob(wanted.with("Name", wanted.id())
                        .withTags()
                        .into(CreateJobRequest.builder())
                        .build()))
                .update(wanted -> glue.updateJob(request -> request.jobName(wanted.id())
                        .jobUpdate(wanted.without("Name", "Tags")
                                .into(JobUpdate.builder())
                                .build())))
                .delete(gone -> glue.deleteJob(request -> request.jobName(gone.id())))
                .tags(new GlueTags(glue, "job"))
                .build();
    }

    private ResourceHandler trigger() {
        return SdkHandler.of("AWS::Glue::Trigger")
                .replacedBy("Name", "Type", "WorkflowName")
                .supports("Description", "Actions", SCHEDULE, "Predicate", "StartOnCreation")
                .id(Names.at("Name", MAX_NAME))
                .find(id -> glue.getTrigger(request -> request.name(id)).trigger() != null)
                .create(wanted -> glue.createTrigger(wanted.with("Name", wanted.id())
                        .withTags()
                        .into(CreateTriggerRequest.builder())
                        .build()))
                .update(this::updateTrigger)
                .delete(gone -> glue.deleteTrigger(request -> request.name(gone.id())))
                .tags(new GlueTags(glue, "trigger"))
                .build();
    }

    private ResourceHandler workflow() {
        return SdkHandler.of("AWS::Glue::Workflow")
                .replacedBy("Name")
                .supports("Description", "DefaultRunProperties", "MaxConcurrentRuns")
                .id(Names.at("Name", MAX_NAME))
                .find(id -> glue.getWorkflow(request -> request.name(id)).workflow() != null)
                .create(wanted -> glue.createWorkflow(wanted.with("Name", wanted.id())
                        .withTags()
                        .into(CreateWorkflowRequest.builder())
                        .build()))
                .update(wanted -> glue.updateWorkflow(wanted.with("Name", wanted.id())
                        .without("Tags")
                        .into(UpdateWorkflowRequest.builder())
                        .build()))
                .delete(gone -> glue.deleteWorkflow(request -> request.name(gone.id())))
                .tags(new GlueTags(glue, "workflow"))
                .build();
    }

    private void updateTrigger(ResourceProperties wanted, ResourceProperties before) {
        ObjectNode definition = wanted.without("Name", "Type", "WorkflowName", "Tags", "StartOnCreation")
                .json();
        glue.updateTrigger(request -> request.name(wanted.id())
                .triggerUpdate(new ResourceProperties(wanted.request(), wanted.id(), definition)
                        .into(TriggerUpdate.builder())
                        .build()));
        boolean starts = starts(wanted);
        if (starts != starts(before)) {
            if (starts) {
                glue.startTrigger(request -> request.name(wanted.id()));
            } else {
                glue.stopTrigger(request -> request.name(wanted.id()));
            }
        }
    }

    private static boolean starts(ResourceProperties properties) {
        return properties.text("StartOnCreation").map(Boolean::parseBoolean).orElse(false);
    }
}
