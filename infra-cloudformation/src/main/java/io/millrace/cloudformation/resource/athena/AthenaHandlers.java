package io.millrace.cloudformation.resource.athena;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.cloudformation.resource.ResourceHandler;
import io.millrace.cloudformation.resource.sdk.Names;
import io.millrace.cloudformation.resource.sdk.ResourceProperties;
import io.millrace.cloudformation.resource.sdk.SdkHandler;
import java.util.List;
import software.amazon.awssdk.services.athena.AthenaClient;
import software.amazon.awssdk.services.athena.model.CreateWorkGroupRequest;
import software.amazon.awssdk.services.athena.model.UpdateWorkGroupRequest;
import software.amazon.awssdk.services.athena.model.WorkGroupState;

/** What of {@code AWS::Athena} can be deployed. */
public final class AthenaHandlers {
    // docs.aws.amazon.com/athena/latest/APIReference/API_CreateWorkGroup.html
    private static final int MAX_NAME = 128;
    private static final String CONFIGURATION = "WorkGroupConfiguration";
    private static final String CUTOFF = CONFIGURATION + ".BytesScannedCutoffPerQuery";
    private static final String LOCATION = CONFIGURATION + ".ResultConfiguration.OutputLocation";
    private static final String ENFORCE = CONFIGURATION + ".EnforceWorkGroupConfiguration";
    private static final String METRICS = CONFIGURATION + ".PublishCloudWatchMetricsEnabled";
    private static final String ENGINE = CONFIGURATION + ".EngineVersion.SelectedEngineVersion";

    private final AthenaClient athena;

    private AthenaHandlers(AthenaClient athena) {
        this.athena = athena;
    }

    /** Work groups and named queries. */
    public static List<ResourceHandler> of(AthenaClient athena) {
        return List.of(new AthenaHandlers(athena).workGroup(), new NamedQueryHandler(athena));
    }

    private ResourceHandler workGroup() {
        return SdkHandler.of("AWS::Athena::WorkGroup")
                .replacedBy("Name")
                .supports("Description", "State", "RecursiveDeleteOption")
                .supports(ENFORCE, METRICS, CUTOFF, LOCATION, ENGINE, CONFIGURATION + ".RequesterPaysEnabled")
                .id(Names.at("Name", MAX_NAME))
                .find(this::exists)
                .create(this::create)
                .update(this::update)
                .delete(this::delete)
                .attribute("CreationTime", this::creationTime)
                .tags(new WorkGroupTags(athena))
                .build();
    }

    /** Athena has no error of its own for a group that is not there. */
    private boolean exists(String name) {
        return athena.listWorkGroupsPaginator(request -> {}).stream()
                .flatMap(page -> page.workGroups().stream())
                .anyMatch(group -> group.name().equals(name));
    }

    private void create(ResourceProperties wanted) {
        athena.createWorkGroup(named(wanted)
                .renamed(CONFIGURATION, "Configuration")
                .with("Tags", WorkGroupTags.list(wanted))
                .into(CreateWorkGroupRequest.builder())
                .build());
        setState(wanted);
    }

    private static ResourceProperties named(ResourceProperties wanted) {
        return wanted.without("State", "RecursiveDeleteOption").with("Name", wanted.id());
    }

    private void setState(ResourceProperties wanted) {
        WorkGroupState state = WorkGroupState.fromValue(wanted.text("State").orElse("ENABLED"));
        athena.updateWorkGroup(request -> request.workGroup(wanted.id()).state(state));
    }

    /** What the template does not say (any more) goes back to what a new group has. */
    private void update(ResourceProperties wanted) {
        ObjectNode updates = JsonNodeFactory.instance.objectNode();
        updates.put("EnforceWorkGroupConfiguration", wanted.text(ENFORCE).orElse("true"));
        updates.put("PublishCloudWatchMetricsEnabled", wanted.text(METRICS).orElse("false"));
        updates.putObject("EngineVersion")
                .put("SelectedEngineVersion", wanted.text(ENGINE).orElse("AUTO"));
        wanted.text(CUTOFF)
                .ifPresentOrElse(
                        cutoff -> updates.put("BytesScannedCutoffPerQuery", cutoff),
                        () -> updates.put("RemoveBytesScannedCutoffPerQuery", true));
        ObjectNode results = updates.putObject("ResultConfigurationUpdates");
        wanted.text(LOCATION)
                .ifPresentOrElse(
                        location -> results.put("OutputLocation", location),
                        () -> results.put("RemoveOutputLocation", true));
        athena.updateWorkGroup(
                new ResourceProperties(wanted.request(), wanted.id(), JsonNodeFactory.instance.objectNode())
                        .with("WorkGroup", wanted.id())
                        .with("Description", wanted.text("Description").orElse(""))
                        .with("State", wanted.text("State").orElse("ENABLED"))
                        .with("ConfigurationUpdates", updates)
                        .into(UpdateWorkGroupRequest.builder())
                        .build());
    }

    private void delete(ResourceProperties gone) {
        if (exists(gone.id())) {
            boolean recursive = gone.text("RecursiveDeleteOption")
                    .map(Boolean::parseBoolean)
                    .orElse(false);
            athena.deleteWorkGroup(request -> request.workGroup(gone.id()).recursiveDeleteOption(recursive));
        }
    }

    private String creationTime(ResourceProperties group) {
        return athena.getWorkGroup(request -> request.workGroup(group.id()))
                .workGroup()
                .creationTime()
                .toString();
    }
}
