package io.millrace.server.athena;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.athena.model.EngineVersion;
import software.amazon.awssdk.services.athena.model.ManagedQueryResultsConfiguration;
import software.amazon.awssdk.services.athena.model.ManagedQueryResultsConfigurationUpdates;
import software.amazon.awssdk.services.athena.model.ResultConfiguration;
import software.amazon.awssdk.services.athena.model.ResultConfigurationUpdates;
import software.amazon.awssdk.services.athena.model.WorkGroupConfiguration;
import software.amazon.awssdk.services.athena.model.WorkGroupConfigurationUpdates;

/**
 * What a work group may be set to: its result location, whether that binds clients, and how much a query may read. Other settings
 * of Athena are refused by name, but CloudWatch metrics, which are kept without effect (the server has metrics of its own).
 */
final class WorkGroupSettings {
    private WorkGroupSettings() {}

    /** The configuration of a new group. The result location binds clients unless the request says otherwise, as in Athena. */
    static WorkGroupConfiguration of(@Nullable WorkGroupConfiguration given) {
        WorkGroupConfiguration configuration =
                given == null ? WorkGroupConfiguration.builder().build() : given;
        refuse(configuration.additionalConfiguration(), "AdditionalConfiguration");
        refuse(configuration.executionRole(), "ExecutionRole");
        refuse(configuration.customerContentEncryptionConfiguration(), "CustomerContentEncryptionConfiguration");
        refuse(configuration.identityCenterConfiguration(), "IdentityCenterConfiguration");
        refuse(configuration.queryResultsS3AccessGrantsConfiguration(), "QueryResultsS3AccessGrantsConfiguration");
        refuse(configuration.monitoringConfiguration(), "MonitoringConfiguration");
        refuse(configuration.engineConfiguration(), "EngineConfiguration");
        refuseTrue(configuration.enableMinimumEncryptionConfiguration(), "EnableMinimumEncryptionConfiguration");
        refuseTrue(configuration.requesterPaysEnabled(), "RequesterPaysEnabled");
        ManagedQueryResultsConfiguration managed = configuration.managedQueryResultsConfiguration();
        refuseTrue(managed == null ? null : managed.enabled(), "ManagedQueryResultsConfiguration");
        return WorkGroupConfiguration.builder()
                .enforceWorkGroupConfiguration(!Boolean.FALSE.equals(configuration.enforceWorkGroupConfiguration()))
                .publishCloudWatchMetricsEnabled(Boolean.TRUE.equals(configuration.publishCloudWatchMetricsEnabled()))
                .requesterPaysEnabled(false)
                .bytesScannedCutoffPerQuery(configuration.bytesScannedCutoffPerQuery())
                .engineVersion(engine(configuration.engineVersion()))
                .resultConfiguration(result(configuration.resultConfiguration()))
                .build();
    }

    private static ResultConfiguration result(@Nullable ResultConfiguration given) {
        if (given == null) {
            return ResultConfiguration.builder().build();
        }
        refuse(given.encryptionConfiguration(), "ResultConfiguration.EncryptionConfiguration");
        refuse(given.aclConfiguration(), "ResultConfiguration.AclConfiguration");
        refuse(given.expectedBucketOwner(), "ResultConfiguration.ExpectedBucketOwner");
        return located(given.outputLocation());
    }

    private static ResultConfiguration located(@Nullable String location) {
        if (location != null && !location.isEmpty()) {
            ResultLocation.check(location);
        }
        return ResultConfiguration.builder().outputLocation(location).build();
    }

    /** A group's configuration with the members that an update names. */
    static WorkGroupConfiguration changed(WorkGroupConfiguration before, WorkGroupConfigurationUpdates updates) {
        refuseUpdates(updates);
        WorkGroupConfiguration.Builder changed = before.toBuilder();
        if (updates.enforceWorkGroupConfiguration() != null) {
            changed.enforceWorkGroupConfiguration(updates.enforceWorkGroupConfiguration());
        }
        if (updates.publishCloudWatchMetricsEnabled() != null) {
            changed.publishCloudWatchMetricsEnabled(updates.publishCloudWatchMetricsEnabled());
        }
        if (updates.engineVersion() != null) {
            changed.engineVersion(engine(updates.engineVersion()));
        }
        if (Boolean.TRUE.equals(updates.removeBytesScannedCutoffPerQuery())) {
            changed.bytesScannedCutoffPerQuery(null);
        } else if (updates.bytesScannedCutoffPerQuery() != null) {
            changed.bytesScannedCutoffPerQuery(updates.bytesScannedCutoffPerQuery());
        }
        ResultConfigurationUpdates results = updates.resultConfigurationUpdates();
        if (results != null && Boolean.TRUE.equals(results.removeOutputLocation())) {
            changed.resultConfiguration(located(null));
        } else if (results != null && results.outputLocation() != null) {
            changed.resultConfiguration(located(results.outputLocation()));
        }
        return changed.build();
    }

    private static void refuseUpdates(WorkGroupConfigurationUpdates updates) {
        refuse(updates.additionalConfiguration(), "AdditionalConfiguration");
        refuse(updates.executionRole(), "ExecutionRole");
        refuse(updates.customerContentEncryptionConfiguration(), "CustomerContentEncryptionConfiguration");
        refuse(updates.queryResultsS3AccessGrantsConfiguration(), "QueryResultsS3AccessGrantsConfiguration");
        refuse(updates.monitoringConfiguration(), "MonitoringConfiguration");
        refuse(updates.engineConfiguration(), "EngineConfiguration");
        refuseTrue(updates.enableMinimumEncryptionConfiguration(), "EnableMinimumEncryptionConfiguration");
        refuseTrue(updates.requesterPaysEnabled(), "RequesterPaysEnabled");
        ManagedQueryResultsConfigurationUpdates managed = updates.managedQueryResultsConfigurationUpdates();
        refuseTrue(managed == null ? null : managed.enabled(), "ManagedQueryResultsConfigurationUpdates");
        ResultConfigurationUpdates results = updates.resultConfigurationUpdates();
        if (results != null) {
            refuse(results.encryptionConfiguration(), "ResultConfigurationUpdates.EncryptionConfiguration");
            refuse(results.aclConfiguration(), "ResultConfigurationUpdates.AclConfiguration");
            refuse(results.expectedBucketOwner(), "ResultConfigurationUpdates.ExpectedBucketOwner");
        }
    }

    private static EngineVersion engine(@Nullable EngineVersion wanted) {
        String version = wanted == null ? null : wanted.selectedEngineVersion();
        EngineVersion only = WorkGroups.ENGINE;
        if (version == null || version.equals(only.selectedEngineVersion())) {
            return only;
        }
        if (!version.equals(only.effectiveEngineVersion())) {
            throw AthenaErrors.invalidRequest("The engine version " + version + " is not available; use AUTO or "
                    + only.effectiveEngineVersion() + ".");
        }
        return only.toBuilder().selectedEngineVersion(version).build();
    }

    private static void refuse(@Nullable Object given, String name) {
        if (given != null) {
            throw AthenaErrors.invalidRequest(name + " is not supported by Millrace; leave it out.");
        }
    }

    private static void refuseTrue(@Nullable Boolean given, String name) {
        if (Boolean.TRUE.equals(given)) {
            throw AthenaErrors.invalidRequest(name + " is not supported by Millrace; set it to false.");
        }
    }
}
