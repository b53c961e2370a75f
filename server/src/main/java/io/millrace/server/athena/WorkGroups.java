package io.millrace.server.athena;

import io.millrace.server.resource.Documents;
import io.millrace.server.resource.ServiceArns;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.athena.model.EngineVersion;
import software.amazon.awssdk.services.athena.model.ResultConfiguration;
import software.amazon.awssdk.services.athena.model.WorkGroup;
import software.amazon.awssdk.services.athena.model.WorkGroupConfiguration;
import software.amazon.awssdk.services.athena.model.WorkGroupState;

/**
 * The work groups in the database, and {@code primary}, which is always there. Calls join the transaction that the calling thread
 * is in. Thread-safe.
 */
public final class WorkGroups {
    static final String PRIMARY = "primary";

    static final EngineVersion ENGINE = EngineVersion.builder()
            .selectedEngineVersion("AUTO")
            .effectiveEngineVersion("Athena engine version 3")
            .build();

    private final Documents<WorkGroup> documents;
    private final Optional<String> primaryLocation;
    private final ServiceArns arns;

    /**
     * The work groups of a server.
     *
     * @param jdbi a database with the server's migrations
     * @param settings have the location of {@code primary} as long as it has none of its own
     * @param region the server's
     */
    public WorkGroups(Jdbi jdbi, AthenaSettings settings, String region) {
        this.documents = new Documents<>(jdbi, "athena-work-group", WorkGroup.class, WorkGroup::builder);
        this.primaryLocation = settings.outputLocation();
        this.arns = new ServiceArns("athena", region);
    }

    String arn(String name) {
        return arns.of("workgroup/" + name);
    }

    /** The work group that a request names, or {@code primary}. @throws io.millrace.server.wire.ServiceException if there is none */
    WorkGroup load(@Nullable String name) {
        String wanted = name == null ? PRIMARY : name;
        return find(wanted).orElseThrow(() -> AthenaErrors.invalidRequest("WorkGroup " + wanted + " is not found."));
    }

    Optional<WorkGroup> find(String name) {
        Optional<WorkGroup> stored = documents.find(name);
        return name.equals(PRIMARY) ? Optional.of(located(stored.orElseGet(WorkGroups::untouchedPrimary))) : stored;
    }

    /** Up to {@code limit} work groups after a name, by name. */
    List<WorkGroup> list(String after, int limit) {
        TreeMap<String, WorkGroup> all = new TreeMap<>();
        documents.all("").forEach(group -> all.put(group.name(), group));
        all.put(PRIMARY, load(PRIMARY));
        return all.tailMap(after, false).values().stream().limit(limit).toList();
    }

    boolean insert(WorkGroup group) {
        return !group.name().equals(PRIMARY) && documents.insert(group.name(), group);
    }

    void put(WorkGroup group) {
        documents.put(group.name(), group);
    }

    void delete(String name) {
        documents.delete(name);
    }

    private static WorkGroup untouchedPrimary() {
        return WorkGroup.builder()
                .name(PRIMARY)
                .state(WorkGroupState.ENABLED)
                .description("")
                .creationTime(Instant.EPOCH)
                .configuration(configuration -> configuration
                        .enforceWorkGroupConfiguration(false)
                        .publishCloudWatchMetricsEnabled(false)
                        .requesterPaysEnabled(false)
                        .engineVersion(ENGINE)
                        .resultConfiguration(ResultConfiguration.builder().build()))
                .build();
    }

    private WorkGroup located(WorkGroup primary) {
        if (location(primary).isPresent() || primaryLocation.isEmpty()) {
            return primary;
        }
        WorkGroupConfiguration configuration = primary.configuration().toBuilder()
                .resultConfiguration(result -> result.outputLocation(primaryLocation.get()))
                .build();
        return primary.toBuilder().configuration(configuration).build();
    }

    /** Where the results of the group's queries go, if it says. */
    static Optional<String> location(WorkGroup group) {
        return Optional.ofNullable(group.configuration().resultConfiguration())
                .map(ResultConfiguration::outputLocation)
                .filter(location -> !location.isEmpty());
    }
}
